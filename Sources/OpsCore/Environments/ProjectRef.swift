/// Finds the Supabase project that a host or a user shows.
enum ProjectRef {
  /// Returns the ref of `db.REF.supabase.co`, or of the user `postgres.REF`; nil when there is none.
  ///
  /// A user with a dot in the name shows a ref at Supabase's pooler, and elsewhere only if it looks like one.
  static func shown(host: String?, user: String?) -> String? {
    let host = host?.lowercased() ?? ""
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    if labels.count == 4, labels[0] == "db", labels[2] == "supabase", labels[3] == "co" {
      return isWord(labels[1]) ? String(labels[1]) : nil
    }
    guard let user, let dot = user.lastIndex(of: ".") else { return nil }
    let ref = user[user.index(after: dot)...]
    let isPooler = PoolerDetection.isSupabasePooler(host: host)
    return isWord(ref) && (isPooler || ref.utf8.count == 20) ? String(ref) : nil
  }

  private static func isWord(_ text: Substring) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      }
  }
}
