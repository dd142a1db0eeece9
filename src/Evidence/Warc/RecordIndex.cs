namespace Ecom389.Monitor.Evidence;

/// <summary>What the index says of a record: as it is written, and again when the index is rebuilt from the files.</summary>
public static class RecordIndex
{
    /// <summary>The line of a record without its place; null for records that are not looked up by URL.</summary>
    public static CdxjEntry? Of(WarcEntry record) => record is { IsReadable: true, Date: { } date, TargetUri: { Length: > 0 } url }
        ? Of(record.Type, url, date, record.ContentType, record.Http?.Status, record.Http?.Field("Content-Type"), record.Field("WARC-Payload-Digest") ?? record.Field("WARC-Block-Digest"))
        : null;

    internal static CdxjEntry? Of(string type, string url, DateTimeOffset date, string recordType, int? status, string? httpType, string? digest) =>
        type is not ("response" or "resource" or "revisit" or "conversion") ? null : CdxjEntry.Of(url, date) with
        {
            Mime = type == "revisit" ? CdxjEntry.RevisitMime : MediaType(recordType.StartsWith("application/http", StringComparison.OrdinalIgnoreCase) ? httpType : recordType),
            Status = status?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? (type is "resource" or "conversion" ? "200" : null),
            Digest = digest,
        };

    private static string? MediaType(string? contentType) => contentType?.Split(';', 2)[0].Trim() is { Length: > 0 } type ? type : null;
}
