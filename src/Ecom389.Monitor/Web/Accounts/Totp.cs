using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Ecom389.Monitor.Web.Accounts;

/// <summary>
/// Time-based one-time passwords (RFC 6238 over RFC 4226): HMAC-SHA-1, 30 seconds, six digits, which is what every authenticator
/// application reads. A clock may be off by one step either way (RFC 6238 §5.2).
/// </summary>
public static class Totp
{
    /// <summary>Seconds a code lasts.</summary>
    public const int StepSeconds = 30;

    private const int Digits = 6;

    // RFC 4648 base 32.
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>A new secret of 160 bits, the length RFC 4226 §4 recommends.</summary>
    public static byte[] MakeSecret() => RandomNumberGenerator.GetBytes(20);

    /// <summary>The time step an instant falls in.</summary>
    public static long StepOf(DateTimeOffset at) => at.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>The code of a step.</summary>
    public static string Code(ReadOnlySpan<byte> secret, long step, int digits = Digits)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> mac = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // RFC 6238 with SHA-1 is what authenticator applications support; the weakness of SHA-1 (collisions) does not touch HMAC
        HMACSHA1.HashData(secret, counter, mac);
#pragma warning restore CA5350
        var offset = mac[^1] & 0x0f;
        var number = BinaryPrimitives.ReadInt32BigEndian(mac[offset..]) & 0x7fffffff;
        var modulus = 1;
        for (var i = 0; i < digits; i++) modulus *= 10;
        return (number % modulus).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
    }

    /// <summary>The step whose code this is, the present one or a neighbour, or null. Every neighbour is compared, in constant time.</summary>
    public static long? Match(ReadOnlySpan<byte> secret, string code, DateTimeOffset now)
    {
        Span<byte> typed = stackalloc byte[Digits];
        var length = 0;
        foreach (var letter in code)
        {
            if (letter is ' ' or '-') continue;
            if (!char.IsAsciiDigit(letter) || length == Digits) return null;
            typed[length++] = (byte)letter;
        }

        if (length != Digits) return null;
        long? match = null;
        Span<byte> right = stackalloc byte[Digits];
        for (var step = StepOf(now) - 1; step <= StepOf(now) + 1; step++)
        {
            System.Text.Encoding.ASCII.GetBytes(Code(secret, step), right);
            if (CryptographicOperations.FixedTimeEquals(typed, right)) match = step;
        }

        return match;
    }

    /// <summary>The secret in the letters that applications take.</summary>
    public static string Base32(ReadOnlySpan<byte> bytes)
    {
        var text = new System.Text.StringBuilder();
        var (buffer, bits) = (0, 0);
        foreach (var each in bytes)
        {
            buffer = (buffer << 8) | each;
            for (bits += 8; bits >= 5; bits -= 5) text.Append(Alphabet[(buffer >> (bits - 5)) & 31]);
            buffer &= (1 << bits) - 1;
        }

        if (bits > 0) text.Append(Alphabet[(buffer << (5 - bits)) & 31]);
        return text.ToString();
    }

    /// <summary>The address that sets an application up, as a picture or a link (the "Key URI" format that Google Authenticator documents).</summary>
    public static string SetUpAddress(string issuer, string account, ReadOnlySpan<byte> secret) =>
        $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(account)}?secret={Base32(secret)}&issuer={Uri.EscapeDataString(issuer)}&algorithm=SHA1&digits=6&period=30";
}
