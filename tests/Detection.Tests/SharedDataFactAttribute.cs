namespace Ecom389.Monitor.Detection.Tests;

/// <summary>A test that reads the shared data beside the repository; skipped, visibly, where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        if (SharedData.Root is null) Skip = "../shared/data is absent";
    }
}

/// <summary>The data that lies beside the repository and never enters it.</summary>
internal static class SharedData
{
    /// <summary>The folder, or null where it is absent.</summary>
    public static string? Root { get; } = Path.GetFullPath(Path.Combine(Rules.RulesFolder.Root, "..", "shared", "data")) is var folder && Directory.Exists(folder) ? folder : null;

    public static string PathOf(params string[] parts) => Path.Combine([Root!, .. parts]);
}
