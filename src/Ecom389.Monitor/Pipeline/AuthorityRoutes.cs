using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Rules;
using Ecom389.Monitor.Web.Desk;
using Route = Ecom389.Monitor.Detection.Rules.Route;

namespace Ecom389.Monitor.Pipeline;

/// <summary>Where a matter goes, by the routes of <c>rules/authorities.yaml</c>: the first route that fits each code, under today's names.</summary>
internal sealed class AuthorityRoutes(RuleSet rules, IReadOnlyList<SourceDefinition> sources, Func<DateOnly> today)
{
    private readonly Dictionary<string, Authority> _byId = rules.Authorities.ToDictionary(authority => authority.Id, StringComparer.Ordinal);
    private readonly Dictionary<string, SourceDefinition> _sources = sources.ToDictionary(source => source.Id, StringComparer.Ordinal);

    /// <inheritdoc cref="AuthorityRouter"/>
    public IReadOnlyList<TransferAdvice> Of(QueueEntry entry, IReadOnlyList<string> codes)
    {
        var day = today();
        return [.. codes.Select(code => rules.Routes.FirstOrDefault(route => Fits(route, code, entry))).OfType<Route>().Distinct().OrderBy(route => route.Precedence)
            .Select(route => Advice(route, day)).OfType<TransferAdvice>().DistinctBy(advice => advice.Lead, StringComparer.Ordinal)];
    }

    private bool Fits(Route route, string code, QueueEntry entry)
    {
        var record = entry.Snapshot.Content.Record;
        var channel = record.Channel ?? _sources.GetValueOrDefault(entry.Listing.SourceId)?.Channel.ToString().ToLowerInvariant();
        return (route.Violations.Count == 0 || route.Violations.Contains(code, StringComparer.Ordinal))
            && (route.Channels.Count == 0 || (channel is not null && route.Channels.Contains(channel, StringComparer.OrdinalIgnoreCase)))
            && (route.Categories.Count == 0 || (record.Category is { } category && route.Categories.Contains(category, StringComparer.Ordinal)))
            && (route.DomainEndsWith is not { } ending || (Uri.TryCreate(entry.Listing.Url, UriKind.Absolute, out var url) && url.Host.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
            && (!route.NeedsProvince || (entry.Item.Place ?? record.Seller.Location) is { Length: > 0 });
    }

    private TransferAdvice? Advice(Route route, DateOnly day)
    {
        if (Today(route.Lead, day) is not { } lead) return null;
        var with = route.With.Select(id => Today(id, day)).OfType<Authority>().Select(authority => authority.Name).ToList();
        var verified = !route.Basis.Contains("cần kiểm chứng", StringComparison.OrdinalIgnoreCase) && !lead.Source.Contains("cần kiểm chứng", StringComparison.OrdinalIgnoreCase);
        return new(lead.Name, lead.Under, with, route.Basis, verified);
    }

    /// <summary>The authority, or who took its place, under the name of the day.</summary>
    private Authority? Today(string id, DateOnly day)
    {
        var authority = _byId.GetValueOrDefault(id);
        for (var steps = 0; authority is not null && steps < 8; steps++)
        {
            if ((authority.ValidFrom ?? day) <= day && (authority.ValidTo ?? day) >= day) return authority;
            authority = authority.Successor is { } next ? _byId.GetValueOrDefault(next) : null;
        }
        return null;
    }
}
