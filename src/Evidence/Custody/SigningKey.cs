using System.Security.Cryptography;
using Ecom389.Monitor.Evidence.Files;

namespace Ecom389.Monitor.Evidence.Custody;

/// <summary>
/// The key that signs heads: ECDSA over P-256 with SHA-256 (FIPS 186-5), signatures as r ‖ s, 64 bytes, as WebCrypto reads them.
/// Its file lies in a folder of its own that the web process is not given.
/// </summary>
public sealed class SigningKey : IDisposable
{
    private const string Pattern = "signing-*.pem";

    private readonly ECDsa _key;

    private SigningKey(ECDsa key, string folder)
    {
        _key = key;
        Folder = folder;
        Fingerprint = FingerprintOf(key);
    }

    /// <summary>Where the private half lies.</summary>
    public string Folder { get; }

    /// <summary>SHA-256 of the public key (SubjectPublicKeyInfo, DER), lower-case hexadecimal.</summary>
    public string Fingerprint { get; }

    /// <summary>The public half, PEM.</summary>
    public string PublicPem => _key.ExportSubjectPublicKeyInfoPem() + "\n";

    /// <summary>Opens the newest key of the folder, making one where there is none (file 0600, folder 0700).</summary>
    public static SigningKey OpenOrCreate(string folder, TimeProvider time) => TryOpen(folder) ?? Create(folder, time);

    /// <summary>The newest key of the folder; null when there is none or this process may not read it.</summary>
    public static SigningKey? TryOpen(string folder)
    {
        try
        {
            if (!Directory.Exists(folder) || Directory.EnumerateFiles(folder, Pattern).Order(StringComparer.Ordinal).LastOrDefault() is not { } file) return null;
            var key = ECDsa.Create();
            key.ImportFromPem(File.ReadAllText(file));
            return new(key, folder);
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Makes a further key; from now on it is the one that signs. The old public halves stay with the custody.</summary>
    public static SigningKey Create(string folder, TimeProvider time)
    {
        PrivateFiles.MakeFolder(folder);
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var name = $"signing-{time.GetUtcNow().UtcDateTime:yyyyMMddHHmmssfff}-{FingerprintOf(key)[..16]}.pem";
        PrivateFiles.WriteNew(Path.Combine(folder, name), System.Text.Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"));
        return new(key, folder);
    }

    /// <summary>Puts the public half where verifiers look for it.</summary>
    public void Publish(CustodyFolder custody)
    {
        DurableFolder.Make(custody.PublicKeys);
        var path = Path.Combine(custody.PublicKeys, Fingerprint + ".pem");
        if (!File.Exists(path)) PublicFiles.Replace(path, System.Text.Encoding.ASCII.GetBytes(PublicPem));
    }

    /// <summary>The signature as 128 hexadecimal digits: unlike base64 it has one spelling only.</summary>
    public string Sign(ReadOnlySpan<byte> data) => Convert.ToHexStringLower(_key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));

    public void Dispose() => _key.Dispose();

    internal static string FingerprintOf(ECDsa key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
}

/// <summary>Public keys by fingerprint; a file whose name is not the fingerprint of what it holds is refused.</summary>
public sealed class PublicKeys : IDisposable
{
    private readonly Dictionary<string, ECDsa> _keys = new(StringComparer.Ordinal);

    /// <summary>Fingerprints known.</summary>
    public IReadOnlyCollection<string> Fingerprints => _keys.Keys;

    public bool Knows(string fingerprint) => _keys.ContainsKey(fingerprint);

    /// <summary>Adds a key; returns its fingerprint.</summary>
    /// <exception cref="InvalidDataException">It is no P-256 public key in PEM.</exception>
    public string Add(string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            if (key.KeySize != 256) throw new InvalidDataException("not a key on P-256");
            if (key.ExportSubjectPublicKeyInfoPem() + "\n" != pem) throw new InvalidDataException("not a public key as it was published");
            var fingerprint = SigningKey.FingerprintOf(key);
            if (!_keys.TryAdd(fingerprint, key)) key.Dispose();
            return fingerprint;
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException or PlatformNotSupportedException)
        {
            // A curve that a flipped byte names may be one that this system does not know.
            key.Dispose();
            throw new InvalidDataException("not a public key: " + exception.Message, exception);
        }
    }

    /// <summary>True when the signature over the data is by the key of that fingerprint.</summary>
    public bool Verify(string fingerprint, ReadOnlySpan<byte> data, string signature)
    {
        Span<byte> bytes = stackalloc byte[64];
        return _keys.TryGetValue(fingerprint, out var key)
            && signature.Length == 128 && signature.All(char.IsAsciiHexDigitLower)
            && Convert.FromHexString(signature, bytes, out _, out _) == System.Buffers.OperationStatus.Done
            && key.VerifyData(data, bytes, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    public void Dispose()
    {
        foreach (var key in _keys.Values) key.Dispose();
    }
}
