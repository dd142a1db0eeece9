using System.Buffers;

namespace Ecom389.Monitor.Extraction;

/// <summary>Asks whether the names a page gives an element (class, id) hold certain parts: "box-san-pham-lien-quan" holds "lien-quan".</summary>
internal static class ElementNames
{
    /// <summary>Parts to look for, in any case. None may hold a space.</summary>
    public static SearchValues<string> Parts(params ReadOnlySpan<string> parts) => SearchValues.Create(parts, StringComparison.OrdinalIgnoreCase);

    /// <summary>Does one of the names hold one of the parts?</summary>
    public static bool Hold(string? a, string? b, SearchValues<string> parts) => a.AsSpan().ContainsAny(parts) || b.AsSpan().ContainsAny(parts);

    public static bool Hold(string? a, string? b, string? c, SearchValues<string> parts) => Hold(a, b, parts) || c.AsSpan().ContainsAny(parts);

    /// <summary>Length of the names with a space between each.</summary>
    public static int Length(string? a, string? b) => (a?.Length ?? 0) + 1 + (b?.Length ?? 0);
}
