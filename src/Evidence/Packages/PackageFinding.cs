using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Evidence.Packages;

/// <summary>A finding with everything a package says of it.</summary>
/// <param name="Finding">The judgement.</param>
/// <param name="Listing">The offer.</param>
/// <param name="Snapshot">What it said.</param>
/// <param name="Captures">Where it said so, the snapshot's own capture first, then further ones (rich captures).</param>
/// <param name="Item">The matter, or null when none was opened.</param>
/// <param name="Decisions">Oldest first.</param>
public sealed record PackageFinding(Finding Finding, Listing Listing, Snapshot Snapshot, IReadOnlyList<CaptureReference> Captures, ReviewItem? Item, IReadOnlyList<Decision> Decisions);

/// <summary>What is to be packed.</summary>
/// <param name="Subject"><c>finding:…</c> or <c>item:…</c>.</param>
/// <param name="Findings">At least one.</param>
/// <param name="Who">Who exports, as the chain names people.</param>
/// <param name="MaskThirdParties">True for a copy in which third parties' personal data is masked.</param>
public sealed record PackageRequest(string Subject, IReadOnlyList<PackageFinding> Findings, string Who, bool MaskThirdParties);

/// <summary>Prints the record.</summary>
public interface IRecordPrinter
{
    /// <summary>Prints a page of HTML to a PDF file; null when done, else a sentence saying why it cannot be (no browser). Lets I/O errors through.</summary>
    Task<string?> PrintAsync(string htmlFile, string pdfFile, CancellationToken cancellationToken);
}

/// <summary>Hides personal data in a text.</summary>
public interface IPersonalDataMask
{
    /// <summary>The text with telephone numbers, addresses of mail and accounts starred, but for those in <paramref name="keep"/> (the seller's own).</summary>
    string Mask(string text, IReadOnlyCollection<string> keep);
}
