namespace Ecom389.Monitor.Evidence;

/// <summary>Checks one whole record against the standard and against its own digests.</summary>
internal static class WarcRecordCheck
{
    private static readonly string[] Mandatory = ["WARC-Type", "WARC-Record-ID", "WARC-Date"];

    /// <param name="entry">The record.</param>
    /// <param name="blockRange">Where its block lies in the file; the whole member when compressed.</param>
    /// <param name="faults">What is wrong is added here.</param>
    public static void Add(WarcEntry entry, (long Offset, long Length) blockRange, List<WarcFault> faults)
    {
        void Note(string code, WarcFaultSeverity severity, string message) =>
            faults.Add(new(code, severity, entry.File, blockRange.Offset, blockRange.Length, message));

        foreach (var name in Mandatory)
            if (string.IsNullOrEmpty(entry.Field(name))) Note("field-missing", WarcFaultSeverity.Error, $"thiếu trường bắt buộc / a mandatory field is missing: {name}");
        if (entry.Field("WARC-Date") is { Length: > 0 } date && entry.Date is null) Note("field-missing", WarcFaultSeverity.Error, $"WARC-Date không đọc được / cannot be read: {date}");
        CheckTargetUri(entry, Note);
        if (entry.Field("WARC-Block-Digest") is { } digest) CheckBlock(digest, entry, Note);
        if (entry.Type is "response" or "request" or "revisit" && entry.ContentType.StartsWith("application/http", StringComparison.OrdinalIgnoreCase) && !entry.Block.IsEmpty && entry.Http is null)
            Note("http-head", WarcFaultSeverity.Error, "khối không phải thông điệp HTTP / the block is no HTTP message");
        if (entry.Http is { } http && entry.Type == "response" && http.Unchunked() is null)
            Note("chunks", WarcFaultSeverity.Error, "nội dung khai báo chia khúc (chunked) nhưng không đúng dạng / said to be chunked and is not");
        // A revisit's payload lies elsewhere; its digest is checked there.
        if (entry.Type != "revisit" && entry.Field("WARC-Payload-Digest") is { } payload) CheckPayload(payload, entry, Note);
    }

    private static void CheckTargetUri(WarcEntry entry, Action<string, WarcFaultSeverity, string> note)
    {
        if (entry.Type is "warcinfo" or "" or "continuation") return;
        if (entry.Field("WARC-Target-URI") is not { Length: > 0 } raw)
        {
            if (entry.Type is not "metadata") note("field-missing", WarcFaultSeverity.Error, "thiếu trường bắt buộc / a mandatory field is missing: WARC-Target-URI");
        }
        else if (raw[0] == '<' || raw.Contains(' ', StringComparison.Ordinal))
        {
            note("target-uri", WarcFaultSeverity.Notice, $"WARC-Target-URI viết không đúng chuẩn / not written as a URI: {raw}");
        }
    }

    private static void CheckBlock(string digest, WarcEntry entry, Action<string, WarcFaultSeverity, string> note)
    {
        if (WarcDigest.Holds(digest, entry.Block.Span) is not { } holds) note("digest-unknown", WarcFaultSeverity.Notice, $"WARC-Block-Digest không hiểu được / not understood: {digest}");
        else if (!holds) note("block-digest", WarcFaultSeverity.Error, $"khối không khớp mã băm đã ghi / the block does not have its digest {digest}");
    }

    private static void CheckPayload(string digest, WarcEntry entry, Action<string, WarcFaultSeverity, string> note)
    {
        var holds = WarcDigest.Holds(digest, entry.Payload.Span);
        if (holds == false && entry.Http?.Unchunked() is { } unchunked) holds = WarcDigest.Holds(digest, unchunked.Span);
        if (holds is null) note("digest-unknown", WarcFaultSeverity.Notice, $"WARC-Payload-Digest không hiểu được / not understood: {digest}");
        else if (holds == false) note("payload-digest", WarcFaultSeverity.Error, $"nội dung không khớp mã băm đã ghi / the payload does not have its digest {digest}");
    }
}
