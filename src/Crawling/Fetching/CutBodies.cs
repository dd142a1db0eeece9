using System.Buffers.Binary;

namespace Ecom389.Monitor.Crawling;

/// <summary>
/// Tells a body that was cut off from a whole one. .NET's streams take the end of the bytes for the end of the coding and give what came by
/// then: a page lacking its second half would pass for the page, and what it no longer says for what it never said.
/// </summary>
internal static class CutBodies
{
    /// <summary>More bits than any header of deflate takes before it gives a byte or turns out wrong.</summary>
    private const int Probe = 4096;

    /// <summary>Whether the coding ended before the bytes did, or with them.</summary>
    /// <param name="encoding">As <see cref="ContentCoding.Read"/> gives it, in lower case.</param>
    /// <param name="packed">What was decoded, not empty.</param>
    /// <param name="decoded">What came out.</param>
    /// <param name="decode">Decodes; null when more comes out than is allowed.</param>
    public static bool IsWhole(string encoding, ReadOnlyMemory<byte> packed, ReadOnlyMemory<byte> decoded, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>?> decode) => encoding switch
    {
        // Their decoders say so themselves.
        "br" or "zstd" => true,
        "gzip" or "x-gzip" when SaysLength(packed.Span, decoded.Length) => true,
        _ => EndsDeflate(packed.Span, decoded.Length, decode),
    };

    /// <summary>gzip ends with the length of what it holds (RFC 1952, section 2.3.1): nearly every whole body is known by it at no cost.</summary>
    private static bool SaysLength(ReadOnlySpan<byte> packed, int length) => packed.Length >= 18 && BinaryPrimitives.ReadUInt32LittleEndian(packed[^4..]) == (uint)length;

    /// <summary>
    /// Where the coding has ended, what follows changes nothing: padding, a second trailer. Where it has not, what follows is taken for more
    /// of it. Zeros and ones both, as either may be the very end of a block or the rest of a checksum, but not both.
    /// </summary>
    private static bool EndsDeflate(ReadOnlySpan<byte> packed, int length, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>?> decode)
    {
        var longer = new byte[packed.Length + Probe];
        packed.CopyTo(longer);
        foreach (var fill in (ReadOnlySpan<byte>)[0x00, 0xFF])
        {
            longer.AsSpan(packed.Length).Fill(fill);
            try
            {
                if (decode(longer) is not { } again || again.Length != length) return false;
            }
            catch (InvalidDataException)
            {
                return false;
            }
        }

        return true;
    }
}
