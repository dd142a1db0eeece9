namespace Ecom389.Monitor.Evidence;

/// <summary>What of a record is not byte for byte what crossed the wire: short words in each record, their meaning once in warcinfo.</summary>
internal static class Reconstruction
{
    public const string Head = "head";
    public const string Http2 = "http2";
    public const string TransferDecoded = "transfer-decoded";
    public const string ContentDecoded = "content-decoded";
    public const string Dom = "dom";
    public const string Redacted = "redacted";

    /// <summary>Word to meaning.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Legend { get; } =
    [
        new(Head, "status line and header block written anew from parsed fields, in the order they came; spacing and case of the original line are not kept"),
        new(Http2, "the exchange was HTTP/2 or later, which has no textual head; written as HTTP/1.1"),
        new(TransferDecoded, "the transfer coding is undone (RFC 9112); the header that named it stands as X-Archive-Orig-Transfer-Encoding"),
        new(ContentDecoded, "the content coding is undone, as a browser does or a redaction needs; the header that named it stands as X-Archive-Orig-Content-Encoding"),
        new(Dom, "not an answer but the document as the browser held it after rendering, serialised"),
        new(Redacted, "secrets of the crawling account are blacked out; the metadata names what and how often"),
    ];
}
