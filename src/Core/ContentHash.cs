using System.Security.Cryptography;
using System.Text;

namespace Ecom389.Monitor.Core;

/// <summary>SHA-256 as lower-case hexadecimal (64 characters): the one content hash of the system.</summary>
public static class ContentHash
{
    /// <summary>The hash of bytes as they are.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>The hash of a text's UTF-8 bytes.</summary>
    public static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));
}
