using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence.Anchoring;

namespace Ecom389.Monitor.Evidence.Verification;

/// <summary>A time-stamp that holds.</summary>
/// <param name="At">The authority's time, UTC.</param>
/// <param name="Authority">Subject of the certificate that signed.</param>
/// <param name="Trusted">Whether the certificate leads to a root that was given.</param>
internal sealed record TimeStampFact(DateTimeOffset At, string Authority, bool Trusted);

/// <summary>Checks RFC 3161 tokens over anchors.</summary>
internal static class TimeStampCheck
{
    /// <summary>An authority's clock and ours may differ by so much before it is called wrong.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    /// <returns>The fact, or null after a fault was put down.</returns>
    public static TimeStampFact? Run(string place, ReadOnlyMemory<byte> token, Anchor anchor, X509Certificate2Collection? roots, VerificationReport report)
    {
        if (!Rfc3161TimestampToken.TryDecode(token, out var decoded, out var read) || read != token.Length)
        {
            report.Add(FaultKind.WrongTimeStamp, place, "not a time-stamp token");
            return null;
        }

        X509Certificate2? signer;
        try
        {
            if (!decoded.VerifySignatureForHash(Convert.FromHexString(anchor.Digest), HashAlgorithmName.SHA256, out signer))
            {
                report.Add(FaultKind.WrongTimeStamp, place, decoded.TokenInfo.GetMessageHash().Span.SequenceEqual(Convert.FromHexString(anchor.Digest))
                    ? "the authority's signature does not hold"
                    : $"stamps another digest than that of anchor {anchor.Number}");
                return null;
            }
        }
        catch (CryptographicException exception)
        {
            report.Add(FaultKind.WrongTimeStamp, place, "the token cannot be checked: " + exception.Message);
            return null;
        }

        var at = decoded.TokenInfo.Timestamp.ToUniversalTime();
        var claimed = Instants.FromMicroseconds(anchor.At);
        if (at < claimed - ClockTolerance)
        {
            report.Add(FaultKind.WrongTimeStamp, place, $"{at:O} is before the anchor was made, {claimed:O}");
            return null;
        }

        if (roots is not null && !LeadsTo(roots, signer, decoded, at))
        {
            report.Add(FaultKind.WrongTimeStamp, place, $"the certificate of {signer.Subject} does not lead to a root that was given");
            return null;
        }

        report.Count(CheckedSubjects.TimeStamps);
        return new(at, signer.Subject, roots is not null);
    }

    private static bool LeadsTo(X509Certificate2Collection roots, X509Certificate2 signer, Rfc3161TimestampToken token, DateTimeOffset at)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots);
        chain.ChainPolicy.ExtraStore.AddRange(token.AsSignedCms().Certificates);
        // A stranger verifies without a network; a revoked authority is named in docs/evidence.md as a limit.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = at.UtcDateTime;
        return chain.Build(signer);
    }
}
