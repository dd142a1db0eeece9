using System.Buffers.Binary;

namespace Ecom389.Monitor.Pipeline;

/// <summary>
/// Tells whether a scan meets a listing for the first time. A listing that is new to the store is; one that came into being since the scan
/// began was met then, which its id says (UUID v7 begins with the time of the capture that brought it, RFC 9562 §5.7). Only listings of
/// earlier nights are remembered, eight random bytes of each: among a million the chance that two are taken for one is 1 in 9 million.
/// </summary>
/// <remarks>Not for concurrent use.</remarks>
internal sealed class SeenListings(DateTimeOffset began)
{
    private readonly HashSet<long> _earlier = [];
    private readonly long _began = began.ToUnixTimeMilliseconds();

    /// <summary>Listings remembered.</summary>
    public int Remembered => _earlier.Count;

    /// <summary>True the first time.</summary>
    /// <param name="listing">The listing's id.</param>
    /// <param name="isNew">It came into being just now.</param>
    public bool Add(Guid listing, bool isNew)
    {
        Span<byte> bytes = stackalloc byte[16];
        listing.TryWriteBytes(bytes, bigEndian: true, out _);
        var isEarlier = BinaryPrimitives.ReadInt64BigEndian(bytes) >>> 16 < _began;
        // New and yet earlier it is when the clock was put back meanwhile.
        return (isEarlier && _earlier.Add(BinaryPrimitives.ReadInt64BigEndian(bytes[8..]))) || isNew;
    }
}
