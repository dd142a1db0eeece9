using System.Security.Cryptography;
using System.Text;

namespace Ecom389.Monitor.Evidence.Custody;

/// <summary>
/// Names people in the chain without their names: HMAC-SHA256 under a salt of their own. The chain can never be altered, so a
/// person is forgotten by deleting the salt: what stays in the chain can then be tied to nobody. One file a person.
/// </summary>
public sealed class Pseudonyms
{
    private readonly string _folder;
    private readonly Lock _gate = new();

    /// <param name="folder">Of the salts, apart from the chain and from its backups.</param>
    public Pseudonyms(string folder) => _folder = folder;

    /// <summary>The person's pseudonym, <c>person:</c> and 64 hexadecimal digits. Makes the salt when there is none; jobs (<c>system:…</c>) keep their name.</summary>
    public string Of(string actor)
    {
        if (actor.StartsWith("system:", StringComparison.Ordinal)) return actor;
        lock (_gate)
        {
            return Derive(Salt(actor), actor);
        }
    }

    /// <summary>True when the pseudonym is that of the actor; false also when the salt is gone.</summary>
    public bool Is(string pseudonym, string actor) =>
        pseudonym == actor && actor.StartsWith("system:", StringComparison.Ordinal)
        || File.Exists(PathOf(actor)) && Derive(File.ReadAllBytes(PathOf(actor)), actor) == pseudonym;

    /// <summary>Deletes the salt: the person's events stay in the chain and name nobody any more. False when there was none.</summary>
    public bool Forget(string actor)
    {
        lock (_gate)
        {
            var path = PathOf(actor);
            if (!File.Exists(path)) return false;
            File.Delete(path);
            return true;
        }
    }

    private static string Derive(byte[] salt, string actor) => "person:" + Convert.ToHexStringLower(HMACSHA256.HashData(salt, Encoding.UTF8.GetBytes(actor)));

    private byte[] Salt(string actor)
    {
        var path = PathOf(actor);
        if (File.Exists(path)) return File.ReadAllBytes(path);
        PrivateFiles.MakeFolder(_folder);
        var salt = RandomNumberGenerator.GetBytes(32);
        try
        {
            PrivateFiles.WriteNew(path, salt);
            return salt;
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process made it first: its salt counts.
            return File.ReadAllBytes(path);
        }
    }

    private string PathOf(string actor) => Path.Combine(_folder, Uri.EscapeDataString(actor).Replace(".", "%2E", StringComparison.Ordinal) + ".salt");
}
