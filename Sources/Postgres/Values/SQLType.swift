/// The PostgreSQL types we speak, by their object identifiers (`pg_type.dat`, fixed for ever).
package enum SQLType: UInt32, Sendable, CaseIterable {
    case bool = 16
    case bytes = 17
    case int64 = 20
    case int32 = 23
    case text = 25
    case timestamp = 1184
    case uuid = 2950
    case bytesArray = 1001
    case int32Array = 1007
    case int64Array = 1016
    case textArray = 1009
    case uuidArray = 2951
}
