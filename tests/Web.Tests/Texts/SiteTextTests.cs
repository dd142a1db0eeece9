using System.Collections;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Web.Texts;

namespace Ecom389.Monitor.Web.Tests.Texts;

public sealed partial class SiteTextTests
{
    private static readonly ResourceManager[] Files =
    [
        new("Ecom389.Monitor.Web.Texts.SiteText", typeof(SiteText).Assembly),
        new("Ecom389.Monitor.Web.Texts.InspectorText", typeof(SiteText).Assembly),
    ];

    [Fact]
    public void Both_languages_say_everything()
    {
        var vietnamese = Keys(CultureInfo.InvariantCulture);
        var english = Keys(Language.English.Culture);
        Assert.Empty(vietnamese.Except(english, StringComparer.Ordinal));

        // Vietnamese needs no plural, so ".one" is English alone.
        Assert.All(english.Except(vietnamese, StringComparer.Ordinal), key => Assert.EndsWith(".one", key, StringComparison.Ordinal));
    }

    [Fact]
    public void A_key_stands_in_one_file_only() => Assert.Empty(Keys(CultureInfo.InvariantCulture).GroupBy(key => key, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key));

    [Fact]
    public void No_text_is_left_in_the_other_language()
    {
        foreach (var key in Keys(CultureInfo.InvariantCulture).Where(key => !string.Equals(key, "site.name", StringComparison.Ordinal) && Text(key, CultureInfo.InvariantCulture).Length > 12))
            Assert.False(string.Equals(Text(key, CultureInfo.InvariantCulture), Text(key, Language.English.Culture), StringComparison.Ordinal), key);
    }

    [Fact]
    public void Every_key_that_a_page_names_has_a_text()
    {
        var known = Keys(CultureInfo.InvariantCulture).ToHashSet(StringComparer.Ordinal);
        var pages = Path.Combine(Repository.Root, "src", "Ecom389.Monitor", "Web");
        var named = Directory.EnumerateFiles(pages, "*.cs*", SearchOption.AllDirectories)
            .SelectMany(file => NamedKey().Matches(File.ReadAllText(file)).Select(match => match.Groups["key"].Value)).ToHashSet(StringComparer.Ordinal);
        Assert.True(named.Count > 100);
        Assert.All(named.Where(key => !key.EndsWith('.')), key => Assert.Contains(key, known));
    }

    [Fact]
    public void Every_state_role_channel_decision_fault_and_trigger_has_a_name()
    {
        var text = new SiteText(new RequestLanguage(), TimeProvider.System);
        string[] keys =
        [
            .. Names<ReviewState>("state."), .. Names<Role>("role."), .. Names<Channel>("channel."), .. Names<RenderMode>("render."),
            .. Names<DecisionKind>("decide."), .. Names<DecisionKind>("decided."), .. Names<DecisionKind>("done."), .. Names<DecisionFault>("fault."),
            .. Names<ObjectorKind>("objection-kind."), .. Names<ObjectionState>("objection-state."), .. Names<ObjectionFault>("objection-fault."), .. Names<BulkEffect>("effect."),
            .. ReviewLifeCycle.Rows.Select(row => "trigger." + row.Trigger.Replace(':', '.')),
        ];
        Assert.All(keys, key => Assert.NotNull(text.Find(key)));
    }

    [Fact]
    public void A_probability_is_never_shown_as_certain_unless_it_is()
    {
        var text = new SiteText(new RequestLanguage(), TimeProvider.System);
        Assert.Equal("0% 1% 50% 99% 100%", string.Join(' ', text.Percent(0), text.Percent(0.0001), text.Percent(0.5), text.Percent(0.9999), text.Percent(1)));
    }

    [Fact]
    public void Nothing_is_called_a_violation_by_the_site()
    {
        // "Vi phạm" is an authority's word; the site raises suspicion.
        foreach (var key in Keys(CultureInfo.InvariantCulture))
            Assert.DoesNotContain("vi phạm", Text(key, CultureInfo.InvariantCulture), StringComparison.OrdinalIgnoreCase);
    }

    private static IEnumerable<string> Names<T>(string prefix)
        where T : struct, Enum => Enum.GetNames<T>().Select(name => prefix + name.ToLowerInvariant());

    private static List<string> Keys(CultureInfo culture) =>
        [.. Files.SelectMany(file => file.GetResourceSet(culture, createIfNotExists: true, tryParents: false)!.Cast<DictionaryEntry>()).Select(entry => (string)entry.Key)];

    private static string Text(string key, CultureInfo culture) => Files.Select(file => file.GetString(key, culture)).First(text => text is not null)!;

    // T["key"], T.Format("key", text["key"], Count("key".
    [GeneratedRegex("""\b(?:T|text|this)(?:\[|\.Format\(|\.Count\()\s*"(?<key>[a-z][a-zA-Z0-9./-]+)"[\],)]""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex NamedKey();
}
