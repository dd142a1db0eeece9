using System.Globalization;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence.Custody;

namespace Ecom389.Monitor.Evidence.Verification;

/// <summary>Which keys are believed.</summary>
/// <param name="Keys">Public keys at hand.</param>
/// <param name="Expected">Fingerprints known from elsewhere (a printed record); null when there is nothing to compare with.</param>
internal sealed record KeyTrust(PublicKeys Keys, IReadOnlySet<string>? Expected)
{
    /// <summary>Null when the signature holds, else why not.</summary>
    public string? Problem(string fingerprint, ReadOnlySpan<byte> statement, string signature)
    {
        if (!Keys.Knows(fingerprint)) return $"signed by a key that is not here, {fingerprint}";
        if (Expected is not null && !Expected.Contains(fingerprint)) return $"signed by a key that is not the one expected: {fingerprint}";
        return Keys.Verify(fingerprint, statement, signature) ? null : "the signature does not hold";
    }
}

/// <summary>Checks a writer's seals and that the chain still holds what they sealed.</summary>
internal static class SealCheck
{
    /// <param name="chain">The chain as checked.</param>
    /// <param name="file">As faults name the seals' file.</param>
    /// <param name="bytes">The seals' file; empty when there is none.</param>
    /// <param name="trust">Which keys are believed.</param>
    /// <param name="report">Takes the faults.</param>
    /// <param name="isExtract">An extract may begin with a later seal.</param>
    /// <returns>The last line sealed by a seal that holds, or 0.</returns>
    public static long Run(CheckedChain chain, string file, ReadOnlySpan<byte> bytes, KeyTrust trust, VerificationReport report, bool isExtract)
    {
        Seal? before = null;
        long number = 0;
        long offset = 0;
        while (!bytes.IsEmpty)
        {
            number++;
            var feed = bytes.IndexOf((byte)'\n');
            var line = feed < 0 ? bytes : bytes[..feed];
            var place = string.Create(CultureInfo.InvariantCulture, $"{chain.Writer} seal {number} ({file}: bytes {offset}-{offset + line.Length - 1})");
            if (feed < 0)
            {
                report.Add(FaultKind.WrongSignature, place, "the last seal does not end: a torn write");
                return before?.Sequence ?? 0;
            }

            offset += feed + 1;
            bytes = bytes[(feed + 1)..];
            Seal seal;
            try
            {
                seal = Seal.Decode(line);
            }
            catch (InvalidDataException exception)
            {
                report.Add(FaultKind.WrongSignature, place, exception.Message);
                return before?.Sequence ?? 0;
            }

            if (Problem(seal, before, chain.Writer, trust, isExtract) is { } problem)
            {
                report.Add(FaultKind.WrongSignature, place, problem);
                return before?.Sequence ?? 0;
            }

            if (before is not null && seal.At < before.At)
            {
                report.Add(FaultKind.TimeBackwards, place, string.Create(CultureInfo.InvariantCulture, $"{Instants.FromMicroseconds(seal.At):O} is before the seal it follows"));
                return before.Sequence;
            }

            if (Rewritten(chain, seal, before) is { } rewritten)
            {
                report.Add(FaultKind.BrokenLink, rewritten, string.Create(CultureInfo.InvariantCulture, $"seal {seal.Number} of {Instants.FromMicroseconds(seal.At):O} signed another line here ({seal.Hash}): the chain was written anew or cut"));
                return before?.Sequence ?? 0;
            }

            before = seal;
            report.Count(CheckedSubjects.Seals);
        }

        return before?.Sequence ?? 0;
    }

    private static string? Problem(Seal seal, Seal? before, string writer, KeyTrust trust, bool isExtract)
    {
        if (seal.Writer != writer) return $"a seal of another writer, {seal.Writer}";
        if (trust.Problem(seal.Key, seal.Statement(), seal.Signature) is { } signature) return signature;
        if (before is null) return isExtract || seal.Number == 1 && seal.Previous.Length == 0 ? null : "the first seals are missing";
        if (seal.Number != before.Number + 1) return isExtract && seal.Number > before.Number ? null : "seals are missing, repeated or moved before it";
        return seal.Previous == before.Digest ? null : "does not follow the seal before it";
    }

    private static string? Rewritten(CheckedChain chain, Seal seal, Seal? before)
    {
        // What lies behind a fault already named was not read.
        var last = chain.Lines.Count > 0 ? chain.Lines[^1].Sequence : 0;
        if (!chain.Whole && seal.Sequence > last) return null;
        return chain.At(seal.Sequence)?.Hash == seal.Hash
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{chain.Writer} #{(before?.Sequence ?? 0) + 1}-#{seal.Sequence}");
    }
}
