using System.Globalization;
using System.Text;
using Ecom389.Monitor.Detection.Rules;

namespace Ecom389.Monitor.Bench.Rules;

/// <summary>The page of figures for analysts, <c>docs/rules.md</c>.</summary>
internal static class Page
{
    public static string Of(Measurement measured, RuleSet rules, string rounds, string? commit)
    {
        var page = new StringBuilder();
        var watched = rules.Rules.Where(static rule => rule.File.Contains("watchlists/", StringComparison.Ordinal)).Select(static rule => rule.Id).ToHashSet(StringComparer.Ordinal);
        page.AppendLine("# Rules and what they hit").AppendLine()
            .AppendLine("Made by the program; do not edit. To measure again, from the repository:").AppendLine()
            .AppendLine("    dotnet run -c Release --project bench/rules -- rules ../shared/data --markdown docs/rules.md").AppendLine()
            .Append("Measured ").Append(TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).Append(commit is null ? "" : $" at commit {commit}")
            .AppendLine(CultureInfo.InvariantCulture, $", rules {rules.Version[..12]}: {Count(RuleStatus.Active)} active, {Count(RuleStatus.Shadow)} shadow, {Count(RuleStatus.Draft)} draft, {Count(RuleStatus.Retired)} retired; {watched.Count} of them watch-list entries; {rules.Contexts.Count} contexts.").AppendLine()
            .AppendLine("## Rules alone").AppendLine()
            .AppendLine("No model: flagged when the weights of rules for and contexts against sum to 2.0 or more. `dev-*` are the shared sets, `own-*` the project's own, each by one writer. Rules were written by reading these sets, so the figures below are those of texts that were read; what they reach on unread ones is in \"Unread sets\".").AppendLine()
            .Append(Report.Sets(measured).ToMarkdown()).AppendLine()
            .Append(Report.Ordinary(measured).ToMarkdown()).AppendLine()
            .AppendLine("## Unread sets").AppendLine()
            .AppendLine(rounds.TrimEnd()).AppendLine()
            .AppendLine("## What earns its place").AppendLine()
            .Append(Report.Earning(measured, rules).ToMarkdown()).AppendLine()
            .AppendLine("## Offer or not").AppendLine()
            .AppendLine("Clean listings that are no offers to sell (`bench/rules/kinds.jsonl`, told by reading each) and the contexts of `rules/lexicons/context.yaml` that say so.").AppendLine()
            .Append(Report.Offers(measured.Offers).ToMarkdown()).AppendLine()
            .AppendLine("## Per rule").AppendLine()
            .AppendLine("A cell is suspicious/clean listings hit; empty is none. *Other code*: suspicious listings that bear another code. *Precision* is over all labelled listings, *ordinary* the hits on the two files of ordinary real listings. A rule without hits stands because it is an entry of a dated public list, or is marked shadow until it has proved itself.").AppendLine()
            .Append(Report.PerRule(measured, rules, rule => !watched.Contains(rule.Id) && rule.Status is RuleStatus.Active or RuleStatus.Shadow).ToMarkdown()).AppendLine()
            .AppendLine("## Contexts against").AppendLine()
            .Append(Report.Contexts(measured, rules).ToMarkdown()).AppendLine()
            .AppendLine("## Watch-lists").AppendLine()
            .Append(Report.PerRule(measured, rules, rule => watched.Contains(rule.Id) && rule.Status is RuleStatus.Active or RuleStatus.Shadow).ToMarkdown());
        return page.ToString();

        int Count(RuleStatus status) => rules.Rules.Count(rule => rule.Status == status);
    }
}
