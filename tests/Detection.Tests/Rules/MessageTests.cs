using System.Text.Json;
using Ecom389.Monitor.Detection.Rules;

namespace Ecom389.Monitor.Detection.Tests.Rules;

/// <summary>A sentence shown to an inspector names a suspicion; only an authority establishes a violation.</summary>
public class MessageTests
{
    private static readonly string[] Verdicts = ["vi phạm", "đã được xác định"];

    [Fact]
    public void Every_rule_speaks_of_a_suspicion_and_gives_no_verdict() =>
        Assert.All(RulesFolder.Rules.Rules, static rule => Suspects(rule.Id, rule.Message));

    [Fact]
    public void Every_sentence_of_the_model_speaks_of_a_suspicion_and_gives_no_verdict()
    {
        var messages = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path.Combine(Repository.Root, "src/Detection/Scoring/model-messages.vi.json")))!;
        Assert.All(RulesFolder.Rules.Violations, kind => Assert.True(messages.ContainsKey(kind.Code), kind.Code));
        Assert.All(messages, static pair => Suspects(pair.Key, pair.Value));
    }

    /// <summary>A context cue says what a listing is, not what it is suspected of; it gives no verdict either.</summary>
    [Fact]
    public void A_context_cue_gives_no_verdict() =>
        Assert.All(RulesFolder.Rules.Contexts, static cue => NoVerdict(cue.Id, cue.Message));

    private static void Suspects(string id, string message)
    {
        Assert.True(message.Contains("nghi vấn", StringComparison.OrdinalIgnoreCase), $"{id}: {message}");
        NoVerdict(id, message);
    }

    private static void NoVerdict(string id, string message) =>
        Assert.All(Verdicts, verdict => Assert.False(message.Contains(verdict, StringComparison.OrdinalIgnoreCase), $"{id}: {message}"));
}
