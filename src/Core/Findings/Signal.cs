namespace Ecom389.Monitor.Core;

/// <summary>One reasoned piece of evidence (dấu hiệu) for (weight above 0) or against (below 0) a violation.</summary>
/// <param name="Kind"><c>rule</c>, <c>model</c>, <c>price</c>, <c>registry</c>, <c>seller</c>, <c>text</c> …</param>
/// <param name="Id">Which one: <c>counterfeit.replica-1-1</c>.</param>
/// <param name="Violation">The violation code it speaks to, or null where it speaks to all.</param>
/// <param name="Weight">Log-odds that it adds.</param>
/// <param name="Field"><c>title</c>, <c>description</c>, <c>priceText</c>, <c>brand</c>, <c>attributes/Xuất xứ</c> (<c>~0 ~1</c> escapes), <c>seller/name</c>; null without words.</param>
/// <param name="Start">First UTF-16 code unit of the quote in the field.</param>
/// <param name="End">One past the last.</param>
/// <param name="Quote">Exactly the field's substring from <paramref name="Start"/> to <paramref name="End"/>, as the seller wrote it.</param>
/// <param name="Message">A sentence in Vietnamese for the inspector; always "nghi vấn", never a verdict.</param>
/// <param name="Facts">For signals without words: names and values.</param>
public sealed record Signal(
    string Kind,
    string Id,
    string? Violation,
    double Weight,
    string? Field,
    int? Start,
    int? End,
    string? Quote,
    string Message,
    IReadOnlyDictionary<string, string>? Facts);
