using System.Net;
using System.Text.Json;

namespace Ecom389.Monitor.Crawling.Tests;

public sealed class EgressJournalTests : IDisposable
{
    private static readonly DateTimeOffset Night = new(2026, 11, 22, 23, 59, 59, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("ecom389-egress-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Each_decision_is_a_line_of_the_day_it_was_made_on()
    {
        await using (var journal = EgressJournal.Open(_folder, TimeProvider.System))
        {
            journal.Note(new(Night, "cho", "cho.example", 443, IPAddress.Parse("203.0.113.7"), null));
            journal.Note(new(Night.AddSeconds(2), null, "10.0.0.1", 80, IPAddress.Parse("10.0.0.1"), "address:private"));
            journal.Note(new(Night.AddSeconds(3), "cho", "cho.example", 443, null, "dns"));
        }

        var first = JsonDocument.Parse(Assert.Single(File.ReadAllLines(Path.Combine(_folder, "egress-2026-11-22.jsonl")))).RootElement;
        Assert.Equal(("cho", "cho.example", 443, "203.0.113.7", JsonValueKind.Null), (first.GetProperty("source").GetString(), first.GetProperty("host").GetString(), first.GetProperty("port").GetInt32(), first.GetProperty("address").GetString(), first.GetProperty("refusal").ValueKind));
        var second = File.ReadAllLines(Path.Combine(_folder, "egress-2026-11-23.jsonl"));
        Assert.Equal(["address:private", "dns"], second.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("refusal").GetString()));
    }

    [Fact]
    public async Task What_is_past_its_time_is_deleted_and_nothing_else()
    {
        foreach (var name in (string[])["egress-2020-01-01.jsonl", "egress-2999-01-01.jsonl", "other-2020-01-01.jsonl"]) await File.WriteAllTextAsync(Path.Combine(_folder, name), "{}\n");
        await using var journal = EgressJournal.Open(_folder, TimeProvider.System);
        Assert.Equal(["egress-2999-01-01.jsonl", "other-2020-01-01.jsonl"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_disk_that_takes_nothing_is_counted_and_stops_nobody()
    {
        var journal = EgressJournal.Open(_folder, TimeProvider.System);
        Directory.CreateDirectory(Path.Combine(_folder, "egress-2026-11-22.jsonl"));
        journal.Note(new(Night, "cho", "cho.example", 443, null, "connect"));
        await journal.DisposeAsync();
        journal.Note(new(Night, "cho", "cho.example", 443, null, "connect"));
        Assert.Equal(2, journal.Lost);
    }
}
