using System.Buffers;

namespace Ecom389.Monitor.Extraction;

/// <summary>Puts together a text with its white space collapsed. Writes where it is told to, and into a borrowed array beyond that.</summary>
/// <param name="room">Where the text is written as long as it fits.</param>
/// <param name="lines">Breaks become line feeds, else spaces.</param>
internal ref struct TextWriter(Span<char> room, bool lines)
{
    /// <summary>Characters that are worth having on the stack: titles, labels and prices are shorter.</summary>
    public const int Room = 256;

    private static readonly SearchValues<char> Spaces = SearchValues.Create(" \n\t\r\f");

    private Span<char> _text = room;
    private char[]? _borrowed;
    private bool _space;
    private bool _break;

    public int Length { get; private set; }

    public void Break()
    {
        if (lines) _break = true;
        else _space = true;
    }

    public void Space() => _space = true;

    /// <summary>Adds a text; its white space is collapsed.</summary>
    public void Text(ReadOnlySpan<char> value)
    {
        while (value.Length > 0)
        {
            var end = value.IndexOfAny(Spaces);
            if (end == 0)
            {
                _space = true;
                value = value[1..];
                continue;
            }

            var word = end < 0 ? value : value[..end];
            Ensure(word.Length + 1);
            if (Length > 0)
            {
                if (_break) _text[Length++] = '\n';
                else if (_space) _text[Length++] = ' ';
            }

            _break = _space = false;
            word.CopyTo(_text[Length..]);
            Length += word.Length;
            value = value[word.Length..];
        }
    }

    public override readonly string ToString() => _text[..Length].Trim().ToString();

    public void Dispose()
    {
        if (_borrowed is not null) ArrayPool<char>.Shared.Return(_borrowed);
        _borrowed = null;
    }

    private void Ensure(int more)
    {
        if (Length + more <= _text.Length) return;
        var larger = ArrayPool<char>.Shared.Rent(Math.Max(_text.Length * 2, Length + more));
        _text[..Length].CopyTo(larger);
        Dispose();
        _text = _borrowed = larger;
    }
}
