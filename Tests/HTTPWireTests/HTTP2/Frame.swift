import TestSupport

typealias Frame = HTTP2Frames
