internal import Bytes
internal import Cryptography
internal import Reactor

/// Adds a ticket key to a file and drops those that have expired; makes the file when there is none.
///
/// - Parameters:
///   - patience: Until the new key seals: long enough for the file to reach every server. A first key seals at once.
/// - Returns: A sentence for the operator, without a secret.
package func rotateTicketKeys(_ path: String, activeIn patience: Duration) throws -> String {
    let now = Timestamp(seconds: EventLoop.wallMilliseconds() / 1000)
    let ring = try ticketKeys(in: path)
    let isFirst = ring.sealing(at: now) == nil
    let key = try TicketKey(random: isFirst ? now : now + patience)
    let next = ring.adding(key, at: now)
    guard next.keys.count <= CryptographyLimits.ticketKeys else {
        throw CommandFailure.refused("\(path) has \(ring.keys.count) keys that are alive: that is enough")
    }
    do throws(SystemError) { try DurableFile.replace(path, with: Array(next.text.utf8)) } catch {
        throw CommandFailure.misconfigured("\(path) cannot be written: \(error)")
    }
    return "\(path): a new key seals from \(CivilDate(key.sealsFrom).text), \(next.keys.count) keys open tickets"
}

private func ticketKeys(in path: String) throws -> TicketKeyRing {
    guard FileStamp(path) != nil else { return TicketKeyRing([]) }
    let file: Secret
    do throws(ConfigurationError) { file = try SecretFile.read(path, for: "", environment: [:]) } catch {
        throw CommandFailure(error)
    }
    do throws(TicketKeyFileError) {
        return try file.withBytes { bytes throws(TicketKeyFileError) in
            try TicketKeyRing(parsing: [UInt8](copying: bytes))
        }
    } catch {
        throw CommandFailure.misconfigured("\(path): \(error)")
    }
}
