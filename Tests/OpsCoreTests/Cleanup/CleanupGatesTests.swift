import Testing

@testable import OpsCore

@Suite("Cleanup: the gates between transactions")
struct CleanupGatesTests {
  typealias Reading = CleanupGates.Reading

  @Test(
    "What is not there passes, what is behind holds, what cannot be read is not passed",
    arguments: [
      (Reading(), "go"), (Reading(replicas: 1, replicaBytes: 1 << 20), "go"),
      (Reading(replicas: 1, replicaBytes: 65 << 20), "hold"),
      (Reading(replicas: 2, hiddenReplicas: 1), "unreadable"),
      (Reading(slotBytes: 2 << 30), "hold"),
      (Reading(slotBytes: 1 << 29), "go"), (Reading(isArchiving: true, archiveBacklog: 42), "go"),
      (Reading(isArchiving: true, archiveBacklog: 43), "hold"),
      (Reading(isArchiving: true), "unreadable"),
    ])
  func answers(_ reading: Reading, _ answer: String) {
    let found =
      switch CleanupGates(waived: [], slotBytesBefore: 0).answer(reading) {
      case .go: "go"
      case .hold: "hold"
      case .unreadable: "unreadable"
      }
    #expect(found == answer)
    #expect(
      CleanupGates(waived: Set(CleanupGates.names), slotBytesBefore: 0).answer(reading) == .go)
  }

  @Test("A slot counts by what it holds back more than at the beginning")
  func slotBefore() {
    let gates = CleanupGates(waived: [], slotBytesBefore: 5 << 30)
    #expect(gates.answer(Reading(slotBytes: 5 << 30)) == .go)
    #expect(gates.answer(Reading(slotBytes: 7 << 30)) != .go)
  }

  @Test(
    "The longest mount in front of a path decides whether it lies in memory",
    arguments: [
      ("/home/x", false), ("/tmp/state", true), ("/tmpfoo", false), ("/tmp/disk/a", false),
      ("/run/user/0", true), ("/with space/a", true),
    ])
  func mounts(_ path: String, _ isVolatile: Bool) {
    let mounts = """
      /dev/vda / ext4 rw 0 0
      tmpfs /tmp tmpfs rw 0 0
      /dev/vdb /tmp/disk ext4 rw 0 0
      tmpfs /run tmpfs rw 0 0
      ramfs /with\\040space ramfs rw 0 0
      """
    #expect(CleanupGates.isVolatile(path, mounts: mounts) == isVolatile)
  }
}
