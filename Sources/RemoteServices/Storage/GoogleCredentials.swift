internal import FoundationEssentials
internal import OpsCore

/// What stands for somebody at Google Cloud.
enum GoogleCredentials: Sendable, Equatable {
  /// A service account with its key.
  case serviceAccount(email: String, keyID: String?, privateKey: String, tokenURL: String)
  /// A person who has logged in.
  case user(id: String, secret: String, refreshToken: String, tokenURL: String)
  /// The account of the machine.
  case machine(host: String)
  /// Another account, on behalf of which somebody may act.
  indirect case impersonated(GoogleCredentials, url: String)

  private static let tokenURL = "https://oauth2.googleapis.com/token"

  /// Finds credentials: those of the profile, of the environment, of a person who has logged in, of the machine.
  ///
  /// - Parameters:
  ///   - path: The file that the profile names.
  ///   - account: The account on behalf of which to act.
  ///   - variables: The variables of the process.
  /// - Returns: The credentials.
  /// - Throws: `OpsError` with exit status 78 when a file that is named cannot be used.
  static func find(
    path: String?, impersonate account: String?, variables: [String: String]
  ) throws(OpsError) -> GoogleCredentials {
    let own = try findOwn(path: path, variables: variables)
    guard let account else { return own }
    return .impersonated(
      own,
      url: "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/"
        + "\(PercentCoding.encoded(account)):generateAccessToken")
  }

  private static func findOwn(
    path: String?, variables: [String: String]
  ) throws(OpsError) -> GoogleCredentials {
    if let path = path ?? variables["GOOGLE_APPLICATION_CREDENTIALS"], !path.isEmpty {
      return try read(path)
    }
    let folder =
      variables["CLOUDSDK_CONFIG"] ?? variables["HOME"].map { $0 + "/.config/gcloud" } ?? ""
    let path = folder + "/application_default_credentials.json"
    if FileManager.default.fileExists(atPath: path) { return try read(path) }
    return .machine(host: variables["GCE_METADATA_HOST"] ?? "metadata.google.internal")
  }

  /// Reads a file of credentials.
  static func read(_ path: String) throws(OpsError) -> GoogleCredentials {
    let shown = Sanitiser.visible(path)
    guard let data = FileManager.default.contents(atPath: path) else {
      throw failure("cannot read the credentials \(shown)")
    }
    guard let file = try? JSONDecoder().decode(File.self, from: data) else {
      throw failure("\(shown) holds no credentials of Google Cloud")
    }
    guard let found = file.credentials else {
      let kind = Sanitiser.visible(String((file.type ?? "none").prefix(60)))
      throw failure("\(shown) holds credentials that cannot be used here, of the type \(kind)")
    }
    return found
  }

  private static func failure(_ message: String) -> OpsError {
    OpsError(
      .configuration, message,
      hint: "a service account, a user (gcloud auth application-default login), or impersonation",
      code: "credentials")
  }

  /// The file, by its own names.
  private final class File: Decodable {
    let type: String?
    let client_email: String?
    let private_key: String?
    let private_key_id: String?
    let token_uri: String?
    let client_id: String?
    let client_secret: String?
    let refresh_token: String?
    let service_account_impersonation_url: String?
    let source_credentials: File?

    var credentials: GoogleCredentials? {
      let tokenURL = token_uri ?? GoogleCredentials.tokenURL
      switch type {
      case "service_account":
        guard let client_email, let private_key else { return nil }
        return .serviceAccount(
          email: client_email, keyID: private_key_id, privateKey: private_key, tokenURL: tokenURL)
      case "authorized_user":
        guard let client_id, let client_secret, let refresh_token else { return nil }
        return .user(
          id: client_id, secret: client_secret, refreshToken: refresh_token, tokenURL: tokenURL)
      case "impersonated_service_account":
        guard let url = service_account_impersonation_url,
          let source = source_credentials?.credentials
        else { return nil }
        return .impersonated(source, url: url)
      default: return nil
      }
    }
  }
}
