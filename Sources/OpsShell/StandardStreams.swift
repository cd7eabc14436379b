internal import Glibc

/// The three descriptors that every process takes for granted.
enum StandardStreams {
  /// Opens those that are closed, so that no pipe or file of ours takes their numbers.
  ///
  /// They are opened the wrong way round: whoever reads or writes them is told that this cannot be done.
  static func occupy() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) == -1 {
      _ = unsafe open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }
}
