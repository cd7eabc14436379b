import Testing

@testable import OpsCore

@Suite("The storage of a profile")
struct StorageProfileTests {
  private func storage(
    _ text: String, _ variables: [String: String] = [:]
  ) throws(OpsError) -> StorageSettings? {
    let file = try ConfigFile(text, path: "/etc/x/config.toml")
    #expect(file.warnings == [])
    return try ProfileResolver(
      name: "dev", levels: [.process(variables, for: "dev")], config: file.profiles["dev"],
      configName: "config.toml", services: .load([:])
    ).environment().storage
  }

  @Test(
    "Every shape leads to its store",
    arguments: [
      ("storage = \"file:///objects/dev\"", StorageSettings(.folder(path: "/objects/dev"))),
      (
        "[env.dev.storage]\nroot = \"/x\"\nbucket = \"b\"",
        StorageSettings(.folder(path: "/x"), bucket: "b")
      ),
      (
        "[env.dev.storage]\nurl = \"gs://b\"\ncredentials = \"/k.json\"\ntemplate = \"x/{id}\"",
        StorageSettings(
          .googleCloud(credentials: "/k.json", impersonate: nil), bucket: "b", template: "x/{id}")
      ),
      (
        "[env.dev.storage]\nurl = \"https://h\"\nkey = \"K\"",
        StorageSettings(.supabase(url: "https://h/storage/v1", key: "K"))
      ),
      (
        "[env.dev.storage]\nbucket = \"b\"",
        StorageSettings(.supabase(url: "https://p/storage/v1", key: "S"), bucket: "b")
      ),
      ("", StorageSettings(.supabase(url: "https://p/storage/v1", key: "S"))),
    ] as [(String, StorageSettings)])
  func shapes(_ text: String, _ settings: StorageSettings) throws {
    let variables = [
      "SUPABASE_URL_DEV": "https://p/", "SUPABASE_SERVICE_ROLE_KEY_DEV": "S",
      "SUPABASE_ANON_KEY_DEV": "A",
    ]
    #expect(try storage("[env.dev]\n" + text, variables) == settings)
  }

  @Test("Without a service key there is no store")
  func none() throws {
    #expect(
      try storage("", ["SUPABASE_URL_DEV": "https://p", "SUPABASE_ANON_KEY_DEV": "A"]) == nil)
  }

  @Test(
    "What leads nowhere is a configuration error",
    arguments: [
      "storage = \"x\"", "storage = \"supabase\"", "storage = 1",
      "[env.dev.storage]\nroot = \"/x\"\ntemplate = \"x\"",
      "[env.dev.storage]\nroot = \"/x\"\nbucket = \"a/b\"",
      "[env.dev.storage]\nroot = \"/x\"\nurl = \"gs://b\"",
    ])
  func refused(_ text: String) {
    #expect(throws: OpsError.self) { try storage("[env.dev]\n" + text) }
  }
}
