using System.Globalization;
using Xunit.Abstractions;

namespace Ecom389.Monitor.Evidence.Tests;

/// <summary>Other writers' files, good and bad: the good are read, of the bad the reason and place are told.</summary>
public sealed class WarcSamplesTests(ITestOutputHelper output)
{
    /// <summary>Sample to the code of its first error, or null for a good file, and the number of records read.</summary>
    private static readonly (string File, int Records, string? Code)[] Expected =
    [
        ("iipc/primers/web-archive-formats/hello-world.warc", 6, null),
        ("iipc/primers/web-archive-formats/hello-world.warc.gz", 6, null),
        ("iipc/specifications/warc-deduplication/samples/20130729-heritrix-original.warc.gz", 1, null),
        ("iipc/specifications/warc-deduplication/samples/20130729-heritrix-revisit-with-http-headers.warc.gz", 1, null),
        ("iipc/specifications/warc-deduplication/samples/20141124-heritrix-server-not-modified.warc.gz", 1, null),
        ("iipc/specifications/warc-deduplication/samples/20141129-heritrix-original.warc.gz", 1, null),
        ("iipc/specifications/warc-deduplication/samples/20141129-heritrix-revisit-with-http-headers-and-new-warc-headers.warc.gz", 1, null),
        ("warcio/bad.arc", 0, "arc"),
        ("warcio/example-bad-non-chunked.warc.gz", 1, "gzip-whole-file"),
        ("warcio/example-bad.warc.gz.bad", 1, "gzip-whole-file"),
        ("warcio/example-digest.warc", 4, "payload-digest"),
        ("warcio/example-iana.org-chunked.warc", 3, null),
        ("warcio/example-resource.warc.gz", 3, null),
        ("warcio/example-space-in-target-uri.warc.gz", 2, null),
        ("warcio/example-space-in-url.arc", 0, "arc"),
        ("warcio/example-trunc.warc", 4, "record-end"),
        ("warcio/example-wget-bad-target-uri.warc.gz", 6, null),
        // Its records run on from one gzip member into the next.
        ("warcio/example-wrong-chunks.warc.gz", 0, "content-length"),
        ("warcio/example.arc", 0, "arc"),
        ("warcio/example.arc.gz", 0, "arc"),
        ("warcio/example.warc", 6, null),
        ("warcio/example.warc.gz", 6, null),
        ("warcio/post-test.warc.gz", 6, null),
    ];

    [SharedDataFact]
    [Trait("Category", "SharedData")]
    public void Good_samples_are_read_and_broken_ones_refused_with_the_reason()
    {
        var root = SharedData.PathOf("real/warc-samples");
        var found = new List<(string File, int Records, string? Code)>();
        foreach (var path in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Where(IsArchive).Order(StringComparer.Ordinal))
        {
            using var reader = WarcFileReader.Open(path);
            var entries = reader.ReadToEnd(default).ToList();
            var faults = entries.SelectMany(entry => entry.Faults).ToList();
            var error = faults.FirstOrDefault(fault => fault.IsError);
            var records = entries.Count(entry => entry.IsReadable);
            found.Add((Path.GetRelativePath(root, path).Replace('\\', '/'), records, error?.Code));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{found[^1].File,-100} {records,3} records  {(error is null ? "ok" : "REFUSED")}"));
            foreach (var fault in faults) output.WriteLine("    " + fault);
        }

        Assert.Equal(Expected, found);
    }

    private static bool IsArchive(string path) => Path.GetFileName(path) is var name
        && (name.Contains(".warc", StringComparison.Ordinal) || name.Contains(".arc", StringComparison.Ordinal)) && !name.EndsWith(".cdx", StringComparison.Ordinal) && !name.StartsWith("LICENSE", StringComparison.Ordinal);
}
