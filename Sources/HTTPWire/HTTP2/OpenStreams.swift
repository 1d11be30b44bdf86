/// The streams of one session that are open, each at a place it knows: putting in and taking out search for nothing.
///
/// nghttp2 finds the stream of a frame anyway and gives our object back with it, so nothing here looks one up.
struct OpenStreams {
    private(set) var all: [HTTP2Stream] = []

    var isEmpty: Bool { all.isEmpty }

    mutating func insert(_ stream: HTTP2Stream) {
        stream.place = all.count
        all.append(stream)
    }

    mutating func remove(_ stream: HTTP2Stream) {
        guard all.indices.contains(stream.place), let last = all.popLast(), last !== stream else { return }
        last.place = stream.place
        all[stream.place] = last
    }

    mutating func removeAll() { all = [] }
}
