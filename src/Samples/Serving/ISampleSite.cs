namespace Ecom389.Monitor.Samples.Serving;

/// <summary>One sample site.</summary>
internal interface ISampleSite
{
    /// <summary>Its name under the reserved TLD <c>.example</c>.</summary>
    string Host { get; }

    /// <summary>Adds its pages to routes that only its host reaches.</summary>
    void Map(IEndpointRouteBuilder routes);
}
