using System.Globalization;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence.Anchoring;
using Ecom389.Monitor.Evidence.Custody;

namespace Ecom389.Monitor.Evidence.Verification;

/// <summary>Checks anchors by themselves, and against the chains of a store.</summary>
internal static class AnchorCheck
{
    /// <summary>Reads an anchor and checks number, root and signature. Null after a fault.</summary>
    public static Anchor? Read(string place, long number, ReadOnlySpan<byte> bytes, KeyTrust trust, VerificationReport report)
    {
        Anchor anchor;
        try
        {
            anchor = Anchor.Decode(bytes);
        }
        catch (InvalidDataException exception)
        {
            report.Add(FaultKind.WrongSignature, place, exception.Message);
            return null;
        }

        if (trust.Problem(anchor.Key, anchor.Statement(), anchor.Signature) is { } problem)
        {
            report.Add(FaultKind.WrongSignature, place, problem);
            return null;
        }

        if (anchor.Number != number || anchor.Root != Anchor.RootOf(anchor.Leaves))
        {
            report.Add(FaultKind.WrongProof, place, anchor.Number != number ? $"holds anchor {anchor.Number}" : "the root is not that of its leaves");
            return null;
        }

        report.Count(CheckedSubjects.Anchors);
        return anchor;
    }

    /// <summary>That an anchor follows the one before.</summary>
    public static void Follows(string place, Anchor anchor, Anchor? before, VerificationReport report)
    {
        if (anchor.Number != (before?.Number ?? 0) + 1 || anchor.Previous != (before?.Digest ?? ""))
            report.Add(FaultKind.WrongProof, place, "does not follow the anchor before it: one was changed or is missing");
        else if (before is not null && anchor.At < before.At)
            report.Add(FaultKind.TimeBackwards, place, string.Create(CultureInfo.InvariantCulture, $"{Instants.FromMicroseconds(anchor.At):O} is before the anchor it follows"));
    }

    /// <summary>That the chains still hold what was anchored.</summary>
    public static void Holds(Anchor anchor, IReadOnlyDictionary<string, CheckedChain> chains, VerificationReport report)
    {
        foreach (var leaf in anchor.Leaves)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{leaf.Writer} #{leaf.From}-#{leaf.Sequence}");
            if (!chains.TryGetValue(leaf.Writer, out var chain))
            {
                report.Add(FaultKind.MissingFile, $"chains/{leaf.Writer}.jsonl", $"anchor {anchor.Number} names this chain");
                continue;
            }

            if (chain.Lines.Count == 0 || chain.Lines[^1].Sequence < leaf.Sequence)
            {
                // A fault already named hides what follows it.
                if (chain.Whole) report.Add(FaultKind.BrokenLink, place, $"anchor {anchor.Number} holds lines that are no longer there");
                continue;
            }

            if (chain.At(leaf.Sequence)!.Hash != leaf.Hash || TreeOf(chain, leaf) != leaf.Tree)
                report.Add(FaultKind.BrokenLink, place, $"anchor {anchor.Number} of {Instants.FromMicroseconds(anchor.At):O} holds other lines: the chain was written anew");
        }
    }

    private static string TreeOf(CheckedChain chain, AnchorLeaf leaf) =>
        AnchorBook.TreeOf([.. Enumerable.Range(0, (int)(leaf.Sequence - leaf.From + 1)).Select(i => chain.At(leaf.From + i)!.Hash)]);
}
