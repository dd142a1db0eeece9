using System.Security.Cryptography;

namespace Ecom389.Monitor.Evidence;

/// <summary>
/// Labelled digests of WARC records, <c>algorithm:value</c>. We write SHA-256 in hexadecimal; other writers' SHA-1, MD5 and SHA-512 in
/// base 32, base 64 or hexadecimal are understood.
/// </summary>
internal static class WarcDigest
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static string Of(ReadOnlySpan<byte> bytes) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static string Of(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(head);
        hash.AppendData(body);
        return "sha256:" + Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Whether bytes have a digest; null when its algorithm is not known. A value that is no digest at all holds for nothing.</summary>
    public static bool? Holds(string digest, ReadOnlySpan<byte> bytes)
    {
        var colon = digest.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) return null;
        var hash = Hash(digest[..colon], bytes);
        if (hash is null) return null;
        return Decode(digest[(colon + 1)..].Trim(), hash.Length) is { } expected && expected.AsSpan().SequenceEqual(hash);
    }

#pragma warning disable CA5350, CA5351 // Weak algorithms are only checked where another writer used them, never relied upon.
    private static byte[]? Hash(string algorithm, ReadOnlySpan<byte> bytes) => algorithm.ToLowerInvariant() switch
    {
        "sha256" or "sha-256" => SHA256.HashData(bytes),
        "sha1" or "sha-1" => SHA1.HashData(bytes),
        "sha512" or "sha-512" => SHA512.HashData(bytes),
        "sha384" or "sha-384" => SHA384.HashData(bytes),
        "md5" => MD5.HashData(bytes),
        _ => null,
    };
#pragma warning restore CA5350, CA5351

    private static byte[]? Decode(string text, int length)
    {
        if (text.Length == length * 2 && text.All(char.IsAsciiHexDigit)) return Convert.FromHexString(text);
        if (text.TrimEnd('=').Length == ((length * 8) + 4) / 5 && FromBase32(text.TrimEnd('='), length) is { } bytes) return bytes;
        var buffer = new byte[length + 3];
        return Convert.TryFromBase64String(text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '='), buffer, out var written) && written == length ? buffer[..length] : null;
    }

    private static byte[]? FromBase32(string text, int length)
    {
        var bytes = new byte[length];
        var (bits, held, at) = (0, 0, 0);
        foreach (var letter in text.ToUpperInvariant())
        {
            var value = Base32.IndexOf(letter, StringComparison.Ordinal);
            if (value < 0) return null;
            bits = (bits << 5) | value;
            held += 5;
            if (held < 8) continue;
            held -= 8;
            if (at < length) bytes[at++] = (byte)(bits >> held);
            bits &= (1 << held) - 1;
        }

        return at == length ? bytes : null;
    }
}
