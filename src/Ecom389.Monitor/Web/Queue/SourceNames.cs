namespace Ecom389.Monitor.Web.Queue;

/// <summary>Names of sources as people see them; an unknown one is its id.</summary>
public sealed class SourceNames(ReviewSiteOptions options)
{
    private readonly Dictionary<string, Core.SourceDefinition> _byId = options.Sources.ToDictionary(source => source.Id, StringComparer.Ordinal);

    public string this[string id] => _byId.GetValueOrDefault(id)?.Name ?? id;

    public Core.SourceDefinition? Find(string id) => _byId.GetValueOrDefault(id);
}
