using System.Globalization;
using System.Text;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>
/// What sellers and pages wrote, as it may stand in an index. A row of a PostgreSQL index holds some 2,700 bytes: a place or an address longer
/// than any real one must not keep a page from being taken in. The listing's own content is kept as it was.
/// </summary>
internal static class IndexedText
{
    private const int LongestName = 200;

    private const int LongestKey = 1_000;

    // The crawl follows no longer one.
    private const int LongestUrl = 2_000;

    /// <summary>A place or a name, its beginning where it is longer than one.</summary>
    public static string? Name(string? text) => text is null || text.Length <= LongestName ? text : Cut(text);

    /// <summary>The key of a listing within its source; a very long one as its beginning with its hash.</summary>
    public static string Key(string key) => Encoding.UTF8.GetByteCount(key) <= LongestKey ? key : $"{Cut(key)}…{ContentHash.Of(key)}";

    /// <summary>Whether a listing can be looked up by this address.</summary>
    public static bool IsUrl(string url) => Encoding.UTF8.GetByteCount(url) <= LongestUrl;

    /// <summary>What an audit event is about: never refused, as what was done must be put down; a very long one as its beginning with its hash.</summary>
    public static string Subject(string subject) => Key(subject);

    /// <summary>A word or an address that a person gives and that is looked up as it is.</summary>
    /// <exception cref="InvalidInputException">It is longer than any real one.</exception>
    public static string Required(string text, string field) => IsUrl(text)
        ? text
        : throw new InvalidInputException(new InputError("-", null, field, string.Create(CultureInfo.InvariantCulture, $"dài quá {LongestUrl} byte / longer than {LongestUrl} bytes")));

    private static string Cut(string text) => text[..(char.IsHighSurrogate(text[LongestName - 1]) ? LongestName - 1 : LongestName)];
}
