/// A command that takes any number of ids beside its options.
public protocol ManyIDsCommand: OpsCommand {
  /// The ids, in the order in which they were typed.
  var ids: [String] { get set }
}

/// A command that takes the filters for batches, which may leave out any number of ids.
public protocol FilteringCommand: OpsCommand {
  /// The filters.
  var filters: FilterOptions { get set }
}
