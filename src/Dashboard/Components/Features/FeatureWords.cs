using System.Globalization;
using Signalbox.Dashboard.Components.Live;
using Signalbox.Engine.Features;
using Signalbox.Engine.Identity;

namespace Signalbox.Dashboard.Components.Features;

/// <summary>Features in words.</summary>
internal static class FeatureWords
{
    /// <summary>How many of its tasks are done.</summary>
    public static string Progress(Feature feature) => string.Create(CultureInfo.InvariantCulture, $"{feature.Tasks.Count(t => t.IsDone)} of {feature.Tasks.Count}");

    /// <summary>Address of its page: by name, or by id where its repository is forgotten or its own id in the spec makes no address.</summary>
    public static string Href(Feature feature, Dictionary<RepositoryId, string> repositories) =>
        repositories.TryGetValue(feature.RepositoryId, out var repository) && feature.Slug is not ("." or "..") && feature.Slug.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? Links.Feature(repository, feature.Slug)
            : $"features/{feature.Id.Value}";

    /// <summary>What its spec says of a task besides its title.</summary>
    public static string About(FeatureTask? task) => task is null ? "no longer in the spec" : string.Join(" · ", new[]
    {
        task.Role,
        task.Type,
        task.Reference,
        task.Methodology,
        task.MaxIterations is { } most ? string.Create(CultureInfo.InvariantCulture, $"at most {most} iterations") : null,
    }.OfType<string>());

    /// <summary>What the spec says of the feature as a whole.</summary>
    public static List<KeyValuePair<string, string?>> Facts(FeatureSpec spec) =>
    [
        .. Fact("Summary", spec.Summary),
        .. Fact("Worth", spec.BusinessValue),
        .. Fact("Measured by", string.Join("; ", spec.SuccessMetrics)),
        .. Fact("Author", spec.Author),
        .. Fact("Made", spec.Created),
        .. Fact("Effort", spec.EstimatedEffort),
        .. Fact("Tags", string.Join(", ", spec.Tags)),
    ];

    private static KeyValuePair<string, string?>[] Fact(string name, string? value) => string.IsNullOrWhiteSpace(value) ? [] : [new(name, value)];
}
