import Testing

@testable import OpsCore

@Suite("Poolers")
struct PoolerDetectionTests {
  @Test(
    "Trap 24: detected by the process id; one that is not known to lend sessions is no session",
    arguments: [
      (7, 7, "h", "5432", nil, .no), (7, 7, "h", "6543", "dfops", .no),
      (7, 8, "h", "5432", "dfops", .unknown), (-7, 8, "h", "6543", nil, .transaction),
      (7, nil, "h", "5432", nil, .unknown),
      (7, 8, "aws-0-eu.pooler.supabase.com", "5432", "Supavisor", .session),
      (7, 8, "aws-0-eu.pooler.supabase.com", "6543", "Supavisor", .transaction),
      (7, 7, "aws-0-eu.pooler.supabase.com", "7000", nil, .unknown),
      (7, 8, "db.abc.supabase.co", "6543", nil, .transaction),
      (7, 7, "h", "5432", "Supavisor", .unknown),
    ] as [(Int32, Int32?, String, String, String?, ConnectionCard.Pooling)])
  func judge(
    _ client: Int32, _ backend: Int32?, _ host: String, _ port: String, _ application: String?,
    _ expected: ConnectionCard.Pooling
  ) {
    #expect(
      PoolerDetection.judge(
        clientPID: client, backendPID: backend, host: host, port: port,
        applicationName: application) == expected)
  }
}
