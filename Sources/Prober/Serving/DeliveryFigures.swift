/// What became of the messages of one channel.
struct DeliveryFigures: Equatable, Sendable {
    let channel: String
    let delivered: Int
    let failed: Int
    let dropped: Int
    let waiting: Int
}
