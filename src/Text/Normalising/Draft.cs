using System.Buffers;

namespace Ecom389.Monitor.Text.Normalising;

/// <summary>
/// A text being normalised: characters, and for each the span of the original it came from. The spans are left out as long as
/// every character stands where it stood, which is the ordinary case.
/// </summary>
internal sealed class Draft(int capacity) : IDisposable
{
    /// <summary>In <see cref="Chars"/>: deleted at the next <see cref="Compact"/>.</summary>
    public const char Deleted = '\0';

    /// <summary>In <see cref="Chars"/>: deleted, and the character before answers for it.</summary>
    public const char AbsorbedLeft = '\u0001';

    public char[] Chars { get; private set; } = ArrayPool<char>.Shared.Rent(Math.Max(capacity, 16));

    public int Length { get; set; }

    /// <summary>Whether something was seen that hides words: letters by other characters, letters set apart or drawn out.</summary>
    public bool MayHide { get; set; }

    public int[]? Starts { get; private set; }

    public int[]? Ends { get; private set; }

    public Span<char> Text => Chars.AsSpan(0, Length);

    /// <summary>Begins to keep spans; what is written so far stands where it stood.</summary>
    public void Unpin()
    {
        if (Starts is not null) return;
        Starts = ArrayPool<int>.Shared.Rent(Chars.Length);
        Ends = ArrayPool<int>.Shared.Rent(Chars.Length);
        for (var i = 0; i < Length; i++)
        {
            Starts[i] = i;
            Ends[i] = i + 1;
        }
    }

    /// <summary>Appends a character that came from <c>[start, end)</c>. Only after <see cref="Unpin"/>.</summary>
    public void Append(char c, int start, int end)
    {
        if (Length == Chars.Length) Grow();
        Chars[Length] = c;
        Starts![Length] = start;
        Ends![Length] = end;
        Length++;
    }

    /// <summary>Takes out what a pass marked as deleted.</summary>
    public void Compact()
    {
        Unpin();
        var to = 0;
        for (var from = 0; from < Length; from++)
        {
            var c = Chars[from];
            if (c == Deleted) continue;
            if (c == AbsorbedLeft)
            {
                if (to > 0) Ends![to - 1] = Ends[from];
                continue;
            }
            Chars[to] = c;
            Starts![to] = Starts[from];
            Ends![to] = Ends[from];
            to++;
        }
        Length = to;
    }

    public void Dispose()
    {
        ArrayPool<char>.Shared.Return(Chars);
        if (Starts is not null) ArrayPool<int>.Shared.Return(Starts);
        if (Ends is not null) ArrayPool<int>.Shared.Return(Ends);
    }

    private void Grow()
    {
        var chars = ArrayPool<char>.Shared.Rent(Chars.Length * 2);
        Chars.AsSpan(0, Length).CopyTo(chars);
        ArrayPool<char>.Shared.Return(Chars);
        Chars = chars;
        Starts = GrowSpans(Starts!, chars.Length);
        Ends = GrowSpans(Ends!, chars.Length);
    }

    private int[] GrowSpans(int[] old, int size)
    {
        var grown = ArrayPool<int>.Shared.Rent(size);
        old.AsSpan(0, Length).CopyTo(grown);
        ArrayPool<int>.Shared.Return(old);
        return grown;
    }
}
