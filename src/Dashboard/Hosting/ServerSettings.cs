namespace Signalbox.Dashboard.Hosting;

/// <summary>How one server is started.</summary>
internal sealed record ServerSettings
{
    /// <summary>Absolute path of the data directory.</summary>
    public required string DataPath { get; init; }

    /// <summary>Addresses, checked by <see cref="ListenAddresses"/>; port 0 takes a free one.</summary>
    public required IReadOnlyList<string> Urls { get; init; }

    /// <summary>Somebody said where to listen; otherwise a configuration document may.</summary>
    public bool UrlsAreChosen { get; init; } = true;

    /// <summary>Configuration given as arguments, <c>--Section:Key=value</c>.</summary>
    public IReadOnlyList<string> ConfigurationArguments { get; init; } = [];

    /// <summary>It serves the command line only: nothing below a warning goes to the console.</summary>
    public bool Embedded { get; init; }

    /// <summary>Registers the engine and what it runs on; tests put fakes here.</summary>
    public Action<IServiceCollection, DataDirectory, SignalboxOptions> AddEngine { get; init; } = EngineServices.AddEngine;

    /// <summary>Last word on the services, for tests.</summary>
    public Action<IServiceCollection>? ConfigureServices { get; init; }
}
