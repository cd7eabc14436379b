import Testing

@testable import OpsCore

@Suite("Reading the statuses out of a CHECK")
struct StatusCheckTests {
  @Test(
    "The server's spellings of a list",
    arguments: [
      ("CHECK ((status = ANY (ARRAY['a'::text, 'b'::text])))", ["a", "b"]),
      (
        "CHECK (((status)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])))",
        ["a", "b"]
      ),
      (
        "CHECK (((status)::text = ANY (ARRAY[('a'::character varying)::text, ('b'::character varying(20))::text])))",
        ["a", "b"]
      ),
      ("CHECK ((status = 'only'::text))", ["only"]),
      (
        "CHECK (((status = 'a'::text) OR (status = 'b'::text) OR (status = 'a'::text)))",
        ["a", "b"]
      ),
      ("CHECK ((status = ANY ('{a,\"b c\"}'::text[])))", ["a", "b c"]),
      ("CHECK (((status IS NULL) OR (status = ANY (ARRAY['a'::text]))))", ["a"]),
      ("CHECK ((VALUE = ANY (ARRAY['a'::text, 'b'::text])))", ["a", "b"]),
      (
        "CHECK ((status = ANY (ARRAY['it''s'::text, E'back\\\\slash'::text])))",
        ["it's", "back\\slash"]
      ),
      (
        "CHECK (((status = ANY (ARRAY['a'::text, 'b'::text])) AND (length(status) < 20)))",
        ["a", "b"]
      ),
      (
        "CHECK (((status = ANY (ARRAY['a'::text, 'b'::text])) AND (status = ANY (ARRAY['b'::text, 'c'::text]))))",
        ["b"]
      ),
      ("CHECK ((status = ANY (ARRAY['a'::text]))) NOT VALID", ["a"]),
      ("CHECK (((status COLLATE \"C\") = ANY (ARRAY['a'::text])))", ["a"]),
      ("CHECK ((status = ANY (ARRAY['größe'::text, '状態'::text, ''::text])))", ["größe", "状態", ""]),
    ])
  func lists(_ definition: String, _ values: [String]) {
    #expect(StatusCheck.values(of: "status", in: definition) == values)
  }

  @Test(
    "What gives no list is not guessed at",
    arguments: [
      "CHECK ((status <> ''::text))",
      "CHECK ((status ~ '^(a|b)$'::text))",
      "CHECK ((lower(status) = ANY (ARRAY['a'::text])))",
      "CHECK (((status = ANY (ARRAY['a'::text])) OR (length(status) > 3)))",
      "CHECK ((NOT (status = ANY (ARRAY['a'::text]))))",
      "CHECK (CASE WHEN (status = 'a'::text) THEN true ELSE false END)",
      "CHECK ((other = ANY (ARRAY['a'::text])))", "CHECK ((status = other))",
      "CHECK ((status = ANY (ARRAY['a'::text, other])))",
      "CHECK ((status = ANY ('broken'::text[])))",
      "CHECK (", "CHECK ((status = 'open", "", "FOREIGN KEY (status) REFERENCES t(s)", "((((((",
    ])
  func noLists(_ definition: String) {
    #expect(StatusCheck.values(of: "status", in: definition) == nil)
  }

  @Test(
    "A default that is a constant",
    arguments: [
      ("'pending'::text", "pending"), ("'a b'::character varying", "a b"), ("NULL::text", nil),
      ("lower('A'::text)", nil), ("", nil),
    ] as [(String, String?)])
  func defaults(_ expression: String, _ value: String?) {
    #expect(StatusCheck.literal(expression) == value)
  }

  @Test(
    "Quoted names of tables",
    arguments: [
      ("intake.row_errors", TableName("intake", "row_errors")),
      (#"intake."Row Errors""#, TableName("intake", "Row Errors")),
      (#""a.b"."c""d""#, TableName("a.b", #"c"d"#)), ("row_errors", nil), ("a.b.c", nil),
    ] as [(String, TableName?)])
  func names(_ text: String, _ name: TableName?) {
    #expect(TableName(catalog: text) == name)
  }
}
