namespace Ecom389.Monitor.Extraction;

/// <summary>What the scanner stands at.</summary>
internal enum MarkupToken
{
    Text,
    StartTag,
    EndTag,
    Doctype,
    End,

    /// <summary>Markup that only a full parser repairs as browsers do.</summary>
    Uncommon,
}
