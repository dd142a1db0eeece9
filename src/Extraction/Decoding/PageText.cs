using System.Buffers;

namespace Ecom389.Monitor.Extraction;

/// <summary>
/// The text of a page in a borrowed array, which goes back with <see cref="Dispose"/>: as a string it would be a large object for each
/// page (beyond 42,500 characters), cleared, filled and collected apart from all others. Not for concurrent use.
/// </summary>
internal sealed class PageText : IDisposable
{
    private readonly bool _isBorrowed;
    private char[] _room;

    private PageText(char[] room, int length, bool isBorrowed) => (_room, Length, _isBorrowed) = (room, length, isBorrowed);

    /// <summary>UTF-16 units.</summary>
    public int Length { get; private set; }

    /// <summary>Valid until <see cref="Dispose"/>.</summary>
    public ReadOnlySpan<char> Span => _room.AsSpan(0, Length);

    /// <summary>A text that is a string already.</summary>
    public static PageText Of(string text) => new(text.ToCharArray(), text.Length, isBorrowed: false);

    /// <param name="room">From <see cref="ArrayPool{T}.Shared"/>; goes back there.</param>
    /// <param name="length">Characters of it that are the text.</param>
    public static PageText Borrowed(char[] room, int length) => new(room, length, isBorrowed: true);

    /// <inheritdoc/>
    public override string ToString() => new(Span);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isBorrowed && _room.Length > 0) ArrayPool<char>.Shared.Return(_room);
        (_room, Length) = ([], 0);
    }
}
