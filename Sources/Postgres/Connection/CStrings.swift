internal import Glibc

/// Lends `strings` as C has it: an array of pointers that ends in a null pointer.
func withCStrings<R>(_ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> R) -> R {
    var pointers = unsafe strings.map { unsafe UnsafePointer<CChar>(strdup($0)) }
    unsafe pointers.append(nil)
    defer { unsafe pointers.forEach { unsafe free(UnsafeMutablePointer(mutating: $0)) } }
    return unsafe pointers.withUnsafeBufferPointer { unsafe body($0.baseAddress) }
}
