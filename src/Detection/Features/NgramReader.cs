using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Ecom389.Monitor.Detection.Features;

/// <summary>
/// Reads words, word runs, word pairs and character n-grams of a piece of text, in its folded form and, where they carry
/// diacritics, as written. Hashes roll over the spans; nothing is allocated. The normaliser leaves one kind of space.
/// </summary>
public static class NgramReader
{
    private const int Lanes = 8;
    private const uint Prime = 0x01000193;
    private const uint CharSeed = 0x811C9DC5;
    private const uint WordSeed = 0x9E3779B9;
    private const uint PairSeed = 0x85EBCA6B;
    private const uint RunSeed = 0xC2B2AE35;
    private const uint ExactSeed = 0x27D4EB2F;

    private readonly record struct Word(int Start, int End, uint Folded, uint Exact)
    {
        public bool HasDiacritics => Folded != Exact;
    }

    /// <summary>All n-grams of <c>[start, end)</c>.</summary>
    /// <param name="value">The normalised field with diacritics.</param>
    /// <param name="folded">The same without, position by position.</param>
    public static void Read<TSink>(FeatureSettings settings, ReadOnlySpan<char> value, ReadOnlySpan<char> folded, int start, int end, ref TSink sink)
        where TSink : struct, INgramSink, allows ref struct
    {
        Characters(settings, value, folded, start, end, ref sink);
        Words(settings, value, folded, start, end, ref sink);
    }

    /// <summary>Single words only, under a seed of their own: for seller names and attribute tables, whose words mean other things.</summary>
    public static void ReadWords<TSink>(uint seed, ReadOnlySpan<char> folded, int start, int end, ref TSink sink)
        where TSink : struct, INgramSink, allows ref struct
    {
        var at = start;
        while (TryWord(folded, folded, end, ref at, out var word)) sink.Add(Mix(seed ^ word.Folded), word.Start, word.End);
    }

    /// <summary>The hash of a name.</summary>
    public static uint Hash(ReadOnlySpan<char> name)
    {
        var hash = CharSeed;
        foreach (var c in name) hash = (hash ^ c) * Prime;
        return Mix(hash);
    }

    /// <summary>Spreads a rolling hash over all 32 bits (the finaliser of MurmurHash3).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Mix(uint hash)
    {
        hash ^= hash >> 16;
        hash *= 0x85EBCA6B;
        hash ^= hash >> 13;
        hash *= 0xC2B2AE35;
        return hash ^ (hash >> 16);
    }

    private static void Characters<TSink>(FeatureSettings settings, ReadOnlySpan<char> value, ReadOnlySpan<char> folded, int start, int end, ref TSink sink)
        where TSink : struct, INgramSink, allows ref struct
    {
        var i = start;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; i + Lanes + settings.CharMax - 1 <= end; i += Lanes) EightStarts(settings, value, folded, i, ref sink);
        }
        for (; i < end; i++)
        {
            uint plain = CharSeed, exact = CharSeed ^ ExactSeed;
            var differs = false;
            var stop = Math.Min(end, i + settings.CharMax);
            for (var j = i; j < stop; j++)
            {
                var f = folded[j];
                var v = value[j];
                differs |= f != v;
                plain = (plain ^ f) * Prime;
                exact = (exact ^ v) * Prime;
                if (j - i + 1 < settings.CharMin) continue;
                sink.Add(Mix(plain), i, j + 1);
                if (differs && settings.ExactCharacters) sink.Add(Mix(exact), i, j + 1);
            }
        }
    }

    /// <summary>The n-grams that start at eight characters in a row, none of which reaches past the piece: the same hashes, eight at a time.</summary>
    private static void EightStarts<TSink>(FeatureSettings settings, ReadOnlySpan<char> value, ReadOnlySpan<char> folded, int at, ref TSink sink)
        where TSink : struct, INgramSink, allows ref struct
    {
        Span<uint> hashes = stackalloc uint[Lanes];
        var prime = Vector256.Create(Prime);
        var plain = Vector256.Create(CharSeed);
        var exact = Vector256.Create(CharSeed ^ ExactSeed);
        var differs = Vector256<uint>.Zero;
        for (var length = 1; length <= settings.CharMax; length++)
        {
            var f = Eight(folded, at + length - 1);
            plain = (plain ^ f) * prime;
            if (settings.ExactCharacters)
            {
                var v = Eight(value, at + length - 1);
                differs |= f ^ v;
                exact = (exact ^ v) * prime;
            }
            if (length < settings.CharMin) continue;
            Mix(plain).CopyTo(hashes);
            sink.AddRange(hashes, at, length);
            if (!settings.ExactCharacters) continue;
            var same = Vector256.Equals(differs, Vector256<uint>.Zero).ExtractMostSignificantBits();
            if (same == 0xFF) continue;
            Mix(exact).CopyTo(hashes);
            for (var lane = 0; lane < Lanes; lane++)
                if ((same >> lane & 1) == 0) sink.Add(hashes[lane], at + lane, at + lane + length);
        }
    }

    private static Vector256<uint> Eight(ReadOnlySpan<char> text, int at) =>
        Vector256.WidenLower(Vector128.Create(MemoryMarshal.Cast<char, ushort>(text.Slice(at, Lanes))).ToVector256Unsafe());

    private static Vector256<uint> Mix(Vector256<uint> hash)
    {
        hash ^= hash >>> 16;
        hash *= Vector256.Create(0x85EBCA6Bu);
        hash ^= hash >>> 13;
        hash *= Vector256.Create(0xC2B2AE35u);
        return hash ^ (hash >>> 16);
    }

    private static void Words<TSink>(FeatureSettings settings, ReadOnlySpan<char> value, ReadOnlySpan<char> folded, int start, int end, ref TSink sink)
        where TSink : struct, INgramSink, allows ref struct
    {
        const int Window = 8;
        Span<Word> recent = stackalloc Word[Window];
        var count = 0;
        var at = start;
        while (TryWord(value, folded, end, ref at, out var word))
        {
            recent[count % Window] = word;
            sink.Add(Mix(WordSeed ^ word.Folded), word.Start, word.End);
            if (word.HasDiacritics) sink.Add(Mix(WordSeed ^ ExactSeed ^ word.Exact), word.Start, word.End);
            uint plain = word.Folded, exact = word.Exact;
            for (var back = 1; back < settings.WordMax && back <= count; back++)
            {
                ref readonly var earlier = ref recent[(count - back) % Window];
                plain = (plain * Prime) ^ earlier.Folded;
                exact = (exact * Prime) ^ earlier.Exact;
                sink.Add(Mix(RunSeed ^ plain), earlier.Start, word.End);
                if (exact != plain) sink.Add(Mix(RunSeed ^ ExactSeed ^ exact), earlier.Start, word.End);
            }
            for (var back = 2; back <= settings.SkipMax && back <= count; back++)
            {
                ref readonly var earlier = ref recent[(count - back) % Window];
                sink.Add(Mix(PairSeed ^ ((word.Folded * Prime) ^ earlier.Folded)), earlier.Start, word.End);
            }
            count++;
        }
    }

    /// <summary>A word is a run of letters and digits; signs that join digits ("1:1", "2.4", "5-10") stay inside. Longer numbers are kept by their length only.</summary>
    private static bool TryWord(ReadOnlySpan<char> value, ReadOnlySpan<char> folded, int end, ref int at, out Word word)
    {
        while (at < end && !char.IsLetterOrDigit(folded[at])) at++;
        if (at >= end)
        {
            word = default;
            return false;
        }
        var start = at;
        uint plain = CharSeed, exact = CharSeed;
        var digits = 0;
        for (; at < end; at++)
        {
            var f = folded[at];
            if (char.IsAsciiDigit(f)) digits++;
            else if (!char.IsLetterOrDigit(f) && !(f is ':' or '.' or '/' or '-' && at > start && char.IsAsciiDigit(folded[at - 1]) && at + 1 < end && char.IsAsciiDigit(folded[at + 1]))) break;
            plain = (plain ^ f) * Prime;
            exact = (exact ^ value[at]) * Prime;
        }
        if (digits >= 3 && digits * 2 > at - start) plain = exact = (CharSeed ^ (uint)(digits + 0x4E00)) * Prime;
        word = new(start, at, plain, exact);
        return true;
    }
}
