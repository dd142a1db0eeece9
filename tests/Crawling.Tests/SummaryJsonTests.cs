using System.Text.Json;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling.Tests;

public sealed class SummaryJsonTests
{
    [Fact]
    public void How_a_scan_went_is_written_as_the_serializer_writes_it()
    {
        foreach (var outcome in Enum.GetValues<ScanOutcome>())
        {
            var counts = new Dictionary<string, int>(StringComparer.Ordinal) { ["robots"] = 2, ["đ"] = 0 };
            var full = new SourceSummary { SourceId = "a", Name = "Chợ \"A\"", Outcome = outcome, Code = "c", Message = "Đã xong.", Pages = 1, Unchanged = 2, Gone = 3, Listings = 4, Flagged = 5, Refused = counts, Errors = counts, Failed = 6, Pending = 7, Resumed = true, Seconds = 1.25 };
            foreach (var summary in (SourceSummary[])[full, new() { SourceId = "", Name = "", Outcome = outcome, Code = "", Message = "" }])
                Assert.Equal(JsonSerializer.Serialize(summary, JsonContract.Compact), summary.ToJson());
        }
    }
}
