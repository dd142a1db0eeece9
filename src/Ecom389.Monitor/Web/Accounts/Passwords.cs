using System.Security.Cryptography;
using System.Text;
using Ecom389.Monitor.Core;
using Microsoft.AspNetCore.Identity;

namespace Ecom389.Monitor.Web.Accounts;

/// <summary>
/// Passwords as the store keeps them: the framework's salted PBKDF2 hash, with <see cref="OneTimeMark"/> before it while the
/// password was made by the system and must be changed at the first sign-in.
/// </summary>
public sealed class Passwords
{
    private const char OneTimeMark = '!';

    // Letters and digits that are not mistaken for one another when read from a console.
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>Shortest password a person may choose (NIST SP 800-63B-4 asks for 15 where it is the only factor, and for no composition rules).</summary>
    public const int ShortestChosen = 15;

    private readonly PasswordHasher<string> _hasher = new();

    // Verified against when there is no such user, so that the answer takes as long.
    private readonly string _nobody;

    public Passwords() => _nobody = _hasher.HashPassword("", MakeOneTime());

    /// <summary>A password of 100 bits in groups of five: <c>k3m7p-…</c>.</summary>
    public static string MakeOneTime()
    {
        var letters = RandomNumberGenerator.GetString(Alphabet, 20);
        return string.Join('-', Enumerable.Range(0, 4).Select(group => letters.Substring(group * 5, 5)));
    }

    public string Hash(string name, string password, bool oneTime = false)
    {
        var hash = _hasher.HashPassword(name, password);
        return oneTime ? OneTimeMark + hash : hash;
    }

    public static bool IsOneTime(User user) => user.PasswordHash.StartsWith(OneTimeMark);

    /// <summary>True when the password is the user's. Takes as long for nobody as for somebody.</summary>
    public bool Verify(User? user, string password)
    {
        var hash = user?.PasswordHash.TrimStart(OneTimeMark) ?? _nobody;
        bool right;
        try
        {
            right = _hasher.VerifyHashedPassword(user?.Name ?? "", hash, password) != PasswordVerificationResult.Failed;
        }
        catch (FormatException)
        {
            // A user without a usable hash (imported, say) cannot sign in by password.
            right = false;
        }

        return right && user is { Enabled: true };
    }

    /// <summary>Changes whenever the password, role, unit or standing does: a session that carries another one is over.</summary>
    public static string Stamp(User user)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"{user.Name}\n{user.PasswordHash}\n{user.Role}\n{user.UnitId}\n{user.Enabled}"));
        return Convert.ToHexStringLower(bytes.AsSpan(0, 16));
    }
}
