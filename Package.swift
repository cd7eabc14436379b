// swift-tools-version:6.2
import PackageDescription

// Arrows point down only (see README, "The house"); `scripts/lint` checks the graph below against the imports.

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("ImmutableWeakCaptures"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

// The release tests share the objects of the released program; only the modules that they test pay for it.
let tested =
  strict + [.unsafeFlags(["-enable-testing"], .when(configuration: .release))]

let argumentParser: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let toml: Target.Dependency = .product(name: "TOMLKit", package: "TOMLKit")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")
let httpClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let system: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")
let flyingFox: Target.Dependency = .product(name: "FlyingFox", package: "FlyingFox")

let package = Package(
  name: "dfops",
  products: [
    .executable(name: "dfops", targets: ["dfops"]),
    .executable(name: "Sandbox", targets: ["Sandbox"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.6.0"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.30.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: [
    // MARK: System libraries
    .systemLibrary(name: "CLibEdit", pkgConfig: "libedit", providers: [.apt(["libedit-dev"])]),
    .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

    // MARK: Swift over C and the system
    .target(name: "Children", swiftSettings: tested),
    .target(name: "LineEditor", dependencies: ["Children", "CLibEdit"], swiftSettings: tested),
    .target(name: "Postgres", dependencies: ["CLibPQ"], swiftSettings: tested),
    .target(name: "Gzip", dependencies: ["CZlib"], swiftSettings: tested),

    // MARK: The domain
    .target(
      name: "OpsCore",
      dependencies: ["Children", "Gzip", "Postgres", argumentParser, crypto, toml],
      swiftSettings: tested),

    // MARK: What people touch
    .target(name: "OpsCommands", dependencies: ["OpsCore", argumentParser], swiftSettings: tested),
    .target(
      name: "OpsShell", dependencies: ["Children", "OpsCore", "LineEditor", argumentParser],
      swiftSettings: tested),
    .target(
      name: "RemoteServices", dependencies: ["OpsCore", cryptoExtras, httpClient],
      swiftSettings: tested),
    .executableTarget(
      name: "dfops",
      dependencies: ["OpsCommands", "OpsCore", "OpsShell", "RemoteServices", argumentParser],
      swiftSettings: strict,
      // Only the link of the released program differs, so that the release tests share everything that is compiled.
      linkerSettings: [
        .unsafeFlags(
          [
            "-static-stdlib", "-l_FoundationCollections", "-l_FoundationCShims",
            // The runtime asks for all symbols to be exported, which keeps everything that nobody calls.
            "-Xlinker", "--no-export-dynamic",
            // At a fixed address the loader has no 94,000 pointers to correct and no pages to copy for them: a sixth of a start.
            "-Xclang-linker", "-no-pie",
            // One library less to load and to keep in memory; bootstrap puts nothing but the archive there.
            "-L\(Context.packageDirectory)/.build-tools/static", "-Xclang-linker", "-static-libgcc",
          ],
          .when(platforms: [.linux], configuration: .release))
      ]),

    // MARK: The rehearsal sandbox, for developers and practice only
    .executableTarget(
      name: "Sandbox", dependencies: ["Postgres", argumentParser, flyingFox], exclude: ["SQL"],
      swiftSettings: strict),

    // MARK: Tests
    .target(
      name: "TestSupport", dependencies: ["OpsCore", "Postgres", subprocess, system],
      path: "Tests/TestSupport",
      swiftSettings: strict),
    .testTarget(
      name: "PostgresTests", dependencies: ["Postgres", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "OpsCoreTests",
      dependencies: ["Gzip", "OpsCore", "Postgres", "TestSupport", argumentParser],
      swiftSettings: strict),
    .testTarget(name: "ChildrenTests", dependencies: ["Children"], swiftSettings: strict),
    .testTarget(name: "GzipTests", dependencies: ["Gzip"], swiftSettings: strict),
    .testTarget(name: "LineEditorTests", dependencies: ["LineEditor"], swiftSettings: strict),
    .testTarget(
      name: "OpsShellTests",
      dependencies: [
        "LineEditor", "OpsShell", "OpsCore", "Postgres", "TestSupport", argumentParser,
      ],
      swiftSettings: strict),
    .testTarget(
      name: "OpsCommandsTests",
      dependencies: [
        "OpsCommands", "OpsCore", "Postgres", "RemoteServices", "TestSupport", argumentParser,
      ],
      swiftSettings: strict),
    .testTarget(
      name: "RemoteServicesTests",
      dependencies: ["RemoteServices", "OpsCore", "TestSupport", cryptoExtras],
      swiftSettings: strict),
    .testTarget(
      name: "AcceptanceTests", dependencies: ["Postgres", "TestSupport"], exclude: ["Screens"],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
