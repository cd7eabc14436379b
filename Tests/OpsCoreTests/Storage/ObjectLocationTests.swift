import Testing

@testable import OpsCore

@Suite("The name of a batch's object")
struct ObjectLocationTests {
  private static let id = "00000000-0000-4000-8000-000000000001"
  private static let settings = StorageSettings(.folder(path: "/x"))

  @Test(
    "28: what writers put before a name is taken away",
    arguments: [
      ("simplicity/x.csv", "simplicity/x.csv", nil), ("/simplicity/x.csv", "simplicity/x.csv", nil),
      ("//x.csv", "x.csv", nil), ("intake/simplicity/x.csv", "simplicity/x.csv", nil),
      ("/intake/x.csv", "x.csv", nil), ("gs://intake/a/b.csv", "a/b.csv", nil),
      ("simplicity%2Fx%20y.csv", "simplicity/x y.csv", "simplicity%2Fx%20y.csv"),
      ("100%.csv", "100%.csv", nil), ("a%zz.csv", "a%zz.csv", nil), ("%ff.csv", "%ff.csv", nil),
      ("Simplicity/X.csv", "Simplicity/X.csv", nil), ("ü/ñ.csv", "ü/ñ.csv", nil),
    ] as [(String, String, String?)])
  func normalised(_ path: String, _ name: String, _ literal: String?) throws {
    let location = try ObjectLocation(batch: Self.id, path: path, in: Self.settings)
    #expect(location.name == name)
    #expect(location.source == .storagePath)
    #expect(location.literal == literal)
  }

  @Test("Without a path the template says it", arguments: [nil, ""] as [String?])
  func template(_ path: String?) throws {
    let location = try ObjectLocation(batch: Self.id, path: path, in: Self.settings)
    #expect(location.name == "simplicity/\(Self.id).csv")
    #expect(location.source == .template)
  }

  @Test(
    "What names no object of this store is a problem",
    arguments: [
      "/", "../x.csv", "a/../b", "a//b", "a/", ".", "gs://other/x.csv", "gs://intake",
      "https://h/intake/x.csv", "a\0b", "%2e%2e/x", String(repeating: "x", count: 1025),
    ])
  func problems(_ path: String) {
    #expect(throws: ObjectLocation.Problem.self) {
      try ObjectLocation(batch: Self.id, path: path, in: Self.settings)
    }
  }

  @Test(
    "A name leads back to the batch of the template",
    arguments: [
      ("simplicity/\(id).csv", id), ("simplicity/\(id.replacing("-", with: "x")).csv", nil),
      ("simplicity/\(id).txt", nil), ("other/\(id).csv", nil), ("", nil),
      ("simplicity/\(id.uppercased().replacing("0", with: "A")).csv", nil),
    ] as [(String, String?)])
  func back(_ name: String, _ batch: String?) {
    #expect(Self.settings.batch(ofName: name) == batch)
  }

  @Test(
    "One text stands for a store",
    arguments: [
      ("file:///a/b/", StorageSettings(.folder(path: "/a/b"))), ("file://a", nil), ("/a", nil),
      (
        "gs://bucket",
        StorageSettings(.googleCloud(credentials: nil, impersonate: nil), bucket: "bucket")
      ),
      ("gs://", nil), ("gs://a/b", nil), ("ftp://x", nil),
      (
        "https://h.example/",
        StorageSettings(.supabase(url: "https://h.example/storage/v1", key: nil))
      ),
      ("https://h/storage/v1/", StorageSettings(.supabase(url: "https://h/storage/v1", key: nil))),
      ("supabase", StorageSettings(.supabase(url: "https://p/storage/v1", key: nil))),
    ] as [(String, StorageSettings?)])
  func texts(_ text: String, _ settings: StorageSettings?) {
    #expect(StorageSettings.parse(text, supabaseURL: "https://p") == settings)
  }
}
