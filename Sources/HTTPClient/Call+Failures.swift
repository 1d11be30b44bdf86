internal import Cryptography
internal import HTTPWire
internal import Reactor

// What went wrong below, in the words of whoever asked.
extension Call {
    func failure(_ trouble: ConnectionTrouble) -> HTTPClientFailure {
        switch trouble {
        case .late: failure(.late, lateness)
        case .canceled: failure(.canceled, "the request was canceled")
        case .lost(let error): failure(.unreachable, "\(error)")
        case .tls(let error): failure(phase == .tls ? .untrusted : .unreachable, "\(error)")
        case .refused(.endedEarly): failure(.unreachable, ResponseRefusal.endedEarly.detail)
        case .refused(let refusal): failure(.malformed, refusal.detail)
        }
    }

    func failure(_ trouble: ResolutionFailure) -> HTTPClientFailure {
        switch trouble {
        case .unknown(let reason): failure(.unreachable, "the name has no address: \(reason)")
        case .timedOut: failure(.late, lateness)
        case .tooManyWaiting: failure(.unreachable, "too many questions wait for the name server")
        case .canceled: failure(.canceled, "the request was canceled")
        }
    }

    private var lateness: String {
        switch phase {
        case .nameLookup: "the name server did not answer in time"
        case .connect: "nobody answered in time"
        case .tls: "TLS was not agreed on in time"
        case .request: "the request was not taken in time"
        case .response: "the response was not here in time"
        }
    }
}
