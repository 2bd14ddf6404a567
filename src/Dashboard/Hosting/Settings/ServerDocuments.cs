using System.Text;
using Microsoft.Extensions.Configuration.Json;
using Signalbox.Engine.Governance.Configuration;
using Signalbox.Engine.Secrets;
using Signalbox.Engine.Workflows;
using Signalbox.Persistence;

namespace Signalbox.Dashboard.Hosting.Settings;

/// <summary>
/// The configuration documents of a server: the user's file <c>signalbox.yaml</c> in the data directory and, above it, the configuration that was applied. Both stand above
/// <c>appsettings.json</c>, and below environment and arguments.
/// </summary>
internal sealed class ServerDocuments
{
    /// <summary>Name of the user's file.</summary>
    public const string FileName = "signalbox.yaml";

    /// <summary>The option with which a server starts without the configuration that was applied.</summary>
    public const string UseApplied = "Configuration:Applied";

    private readonly ConfigurationManager _configuration;
    private readonly DocumentSource _layer = new();
    private readonly Dictionary<string, (string? Value, string Path)> _atStart = new(StringComparer.OrdinalIgnoreCase);
    private bool _hasStarted;

    private ServerDocuments(ConfigurationManager configuration) => _configuration = configuration;

    /// <summary>What the user's file says; null when there is none.</summary>
    public ConfigurationDocument? User { get; private set; }

    /// <summary>What they say together now.</summary>
    public EffectiveDocument Effective { get; private set; } = EffectiveDocument.Nothing;

    /// <summary>Number of the applied configuration that counts here; 0 for none.</summary>
    public int AppliedNumber { get; private set; }

    /// <summary>Number of the configuration that the server was started without: it waits for one that is applied afterwards. 0: none was left out.</summary>
    public int LeftOut { get; private set; }

    /// <summary>What a document may name that this server's other options know; what agents there are is not known here.</summary>
    public ConfigurationKnown Beside { get; private set; } = ConfigurationKnown.Nothing;

    /// <summary>Where configurations that were in force earlier said that secrets are: what was masked once stays so.</summary>
    public IReadOnlyList<SecretReference> EarlierSecrets { get; private set; } = [];

    /// <summary>Where a document wants the server to listen; empty when none says so.</summary>
    public IReadOnlyList<string> Urls => [.. _configuration.GetSection("Deployment:Urls").GetChildren().Select(c => c.Value).OfType<string>()];

    /// <summary>Reads both documents and puts them among the sources.</summary>
    /// <exception cref="SignalboxFaultException">One of them is not valid; every fault is listed with its line.</exception>
    public static async Task<(ServerDocuments Documents, SignalboxOptions Options)> OpenAsync(ConfigurationManager configuration, DataDirectory data, CancellationToken cancellationToken)
    {
        var documents = new ServerDocuments(configuration);
        var sources = configuration.Sources;
        var last = sources.Select((source, i) => source is JsonConfigurationSource ? i : -1).DefaultIfEmpty(-1).Max();
        sources.Insert(last + 1, documents._layer);
        documents.User = await ReadFileAsync(Path.Combine(data.Path, FileName), SignalboxOptions.TryRead(configuration).Options, cancellationToken);
        documents.Change(documents.User, null, 0);
        var options = documents.Read();
        documents.Beside = Known(options);
        if (options.Storage.ConnectionString is not null && documents.User?.Workflows.Count > 0)
        {
            // Each server would write its own over those of the others, without end.
            throw new SignalboxFaultException(ExitCodes.BadUsage, $"{FileName} has 'workflows', which is for a server that has its database to itself: apply them with 'signalbox config apply', and every server on the database has them");
        }

        var storage = EngineServices.StorageOf(data, options);
        var applied = await AppliedConfiguration.ReadAsync(storage, cancellationToken);
        if (string.Equals(configuration[UseApplied], "false", StringComparison.OrdinalIgnoreCase))
        {
            documents.LeftOut = applied?.Number ?? 0;
        }
        else if (applied is not null)
        {
            options = documents.Begin(applied);
        }

        List<SecretReference> earlier = [];
        await AppliedConfiguration.ReadEarlierAsync(storage, text => earlier.AddRange(ConfigurationReader.SecretsOf(text)), cancellationToken);
        documents.EarlierSecrets = [.. earlier.Distinct()];

        documents._hasStarted = true;
        return (documents, options);
    }

    /// <summary>
    /// What says where the rows are, for programs that work on them without a server: as a server has it, without the configuration that was applied, which those rows hold
    /// and which cannot say it.
    /// </summary>
    /// <param name="dataDirectory">Its data directory.</param>
    /// <param name="arguments">Options given as arguments.</param>
    /// <param name="environment">Variables; they say, too, which appsettings stand beside the others.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SignalboxFaultException">The user's file is not valid.</exception>
    public static async Task<IConfiguration> StorageAsync(string dataDirectory, IReadOnlyList<string> arguments, Func<string, string?> environment, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var name = environment("DOTNET_ENVIRONMENT") ?? environment("ASPNETCORE_ENVIRONMENT") ?? Environments.Production;
        var user = await ReadFileAsync(Path.Combine(dataDirectory, FileName), null, cancellationToken);
        return new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, $"appsettings.{name}.json"), optional: true)
            .AddInMemoryCollection(DocumentSource.ToData(user?.Settings ?? []))
            .AddEnvironmentVariables("SIGNALBOX__")
            .AddCommandLine([.. arguments])
            .Build();
    }

    /// <summary>Lets a configuration count; keys that count only after a restart.</summary>
    public IReadOnlyList<string> Take(ConfigurationDocument document, int number)
    {
        Change(User, document, number);
        return [.. _atStart.Where(o => !LiveOptions.Has(o.Key) && !string.Equals(_configuration[o.Key], o.Value.Value, StringComparison.Ordinal)).Select(o => o.Value.Path).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The options as they are now.</summary>
    public SignalboxOptions Read()
    {
        var (options, faults) = Try(_configuration, Effective);
        return faults.Count == 0 ? options : throw new SignalboxFaultException(ExitCodes.BadUsage, "the configuration is not valid:\n" + string.Join('\n', faults.Select(f => $"  {f.Key}: {f.Sentence}")));
    }

    /// <summary>The options as they would be with a configuration, and what is wrong with them.</summary>
    public (SignalboxOptions Options, IReadOnlyList<OptionFault> Faults) Try(ConfigurationDocument document)
    {
        var effective = EffectiveDocument.Of(User, WithoutStorage(document));
        var builder = new ConfigurationBuilder();
        foreach (var source in ((IConfigurationBuilder)_configuration).Sources)
        {
            // Files of this process are read once, not watched again.
            builder.Add(source is DocumentSource ? new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource { InitialData = DocumentSource.ToData(effective.Settings) }
                : source is JsonConfigurationSource json ? new JsonConfigurationSource { FileProvider = json.FileProvider, Path = json.Path ?? "", Optional = json.Optional, ReloadOnChange = false }
                : source);
        }

        var trial = builder.Build();
        using (trial as IDisposable)
        {
            return Try(trial, effective);
        }
    }

    private static (SignalboxOptions Options, IReadOnlyList<OptionFault> Faults) Try(IConfiguration configuration, EffectiveDocument effective)
    {
        var (read, faults) = SignalboxOptions.TryRead(configuration);
        var (options, ofAgents) = DocumentAgents.Add(read, effective.Agents);
        return (options, [.. faults.Select(OptionFault.Parse), .. ofAgents.Select(f => new OptionFault($"agents.{f.Agent}", f.Sentence))]);
    }

    /// <summary>Whether an option says where the rows are.</summary>
    public static bool IsStorage(string option) => option.StartsWith("Storage:", StringComparison.OrdinalIgnoreCase);

    // Which agents there are is known when the server is: a workflow that names one that is missing says so itself.
    private static ConfigurationKnown Known(SignalboxOptions? options) => options is null
        ? ConfigurationKnown.Nothing
        : ConfigurationKnown.Nothing with { Providers = options.AgentRules.Providers, AllowedModels = options.AgentRules.AllowedModels };

    private static ConfigurationDocument? WithoutStorage(ConfigurationDocument? document) =>
        document is null ? null : document with { Settings = [.. document.Settings.Where(s => !IsStorage(s.Option))] };

    private static async Task<ConfigurationDocument?> ReadFileAsync(string path, SignalboxOptions? options, CancellationToken cancellationToken)
    {
        try
        {
            if (!File.Exists(path))
            {
                return null;
            }

            if (new FileInfo(path).Length > ConfigurationReader.MaxBytes)
            {
                throw new SignalboxFaultException(ExitCodes.BadUsage, $"{path} is larger than 4 MiB, which a configuration never is");
            }

            var read = ConfigurationReader.Read(await File.ReadAllBytesAsync(path, cancellationToken), path, Known(options));
            return read.Document ?? throw new SignalboxFaultException(ExitCodes.BadUsage, "the configuration is not valid:\n" + Lines(read.Diagnostics));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SignalboxFaultException(ExitCodes.BadUsage, $"{path} cannot be read ({e.Message.TrimEnd('.')})");
        }
    }

    private static string Lines(IEnumerable<Diagnostic> diagnostics)
    {
        var text = new StringBuilder();
        foreach (var fault in diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error))
        {
            text.Append(text.Length == 0 ? "  " : "\n  ").Append(fault);
        }

        return text.ToString();
    }

    private SignalboxOptions Begin(AppliedConfiguration applied)
    {
        var read = ConfigurationReader.Read(applied.Text, $"configuration {applied.Version}", Beside);
        var faults = read.Partial is null ? [] : Try(read.Partial).Faults;
        if (read.Document is not { } document || faults.Count > 0)
        {
            throw new SignalboxFaultException(
                ExitCodes.BadUsage,
                $"the configuration {applied.Version}, which was applied, is not valid here:\n{Lines(read.Diagnostics)}{string.Concat(faults.Select(f => $"\n  {f.Key}: {f.Sentence}"))}\n  start with --{UseApplied}=false to leave it out, then apply one that is");
        }

        Change(User, document, applied.Number);
        return Read();
    }

    private void Change(ConfigurationDocument? user, ConfigurationDocument? applied, int number)
    {
        var next = EffectiveDocument.Of(user, WithoutStorage(applied));
        if (_hasStarted)
        {
            foreach (var setting in Effective.Settings.Concat(next.Settings))
            {
                _atStart.TryAdd(setting.Option, (_configuration[setting.Option], setting.Path));
            }
        }

        (Effective, AppliedNumber) = (next, number);
        _layer.Change(next.Settings);
    }
}
