using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Audit;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Events;
using Signalbox.Engine.Features;
using Signalbox.Engine.Governance.Configuration;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Learnings;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Metrics;
using Signalbox.Engine.Metrics.Facts;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Sessions;
using Signalbox.Engine.Trust;
using Signalbox.Engine.Webhooks;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces;
using Signalbox.Engine.Workspaces.Upkeep;
using Signalbox.Persistence.Rows;
using Signalbox.Persistence.Values;

namespace Signalbox.Persistence;

/// <summary>The one model of both databases: the engine's own types, mapped. Short-lived, one per operation.</summary>
public abstract class SignalboxDbContext : DbContext
{
    private protected SignalboxDbContext(DbContextOptions options)
        : base(options)
    {
    }

    internal DbSet<Repository> Repositories => Set<Repository>();

    internal DbSet<Workflow> Workflows => Set<Workflow>();

    internal DbSet<WorkflowVersion> WorkflowVersions => Set<WorkflowVersion>();

    internal DbSet<Run> Runs => Set<Run>();

    internal DbSet<StepRun> StepRuns => Set<StepRun>();

    internal DbSet<Attempt> Attempts => Set<Attempt>();

    internal DbSet<RunEvent> RunEvents => Set<RunEvent>();

    internal DbSet<Workspace> Workspaces => Set<Workspace>();

    internal DbSet<WorkspaceChange> WorkspaceChanges => Set<WorkspaceChange>();
    internal DbSet<PortLease> PortLeases => Set<PortLease>();

    internal DbSet<LogStreamRow> LogStreams => Set<LogStreamRow>();

    internal DbSet<LogChunk> LogChunks => Set<LogChunk>();

    internal DbSet<Checkpoint> Checkpoints => Set<Checkpoint>();

    internal DbSet<Approval> Approvals => Set<Approval>();

    internal DbSet<CachedResponse> ResponseCache => Set<CachedResponse>();

    internal DbSet<IdempotencyRow> Idempotency => Set<IdempotencyRow>();

    internal DbSet<NodeRow> Nodes => Set<NodeRow>();

    internal DbSet<StepClaim> StepClaims => Set<StepClaim>();

    internal DbSet<RegisteredAgent> Agents => Set<RegisteredAgent>();

    internal DbSet<AgentChange> AgentChanges => Set<AgentChange>();

    internal DbSet<Message> Messages => Set<Message>();

    internal DbSet<MessageReceiptRow> MessageReceipts => Set<MessageReceiptRow>();

    internal DbSet<AgentSession> AgentSessions => Set<AgentSession>();

    internal DbSet<SessionPaper> SessionPapers => Set<SessionPaper>();

    internal DbSet<Learning> Learnings => Set<Learning>();

    internal DbSet<TrustModelVersion> TrustModels => Set<TrustModelVersion>();

    internal DbSet<WebhookDelivery> WebhookDeliveries => Set<WebhookDelivery>();

    internal DbSet<Feature> Features => Set<Feature>();

    internal DbSet<MetricFact> MetricFacts => Set<MetricFact>();

    internal DbSet<MetricTarget> MetricTargets => Set<MetricTarget>();

    internal DbSet<MetricSnapshot> MetricSnapshots => Set<MetricSnapshot>();

    internal DbSet<ImportedPoint> ImportedPoints => Set<ImportedPoint>();

    internal DbSet<ImportedFile> ImportedFiles => Set<ImportedFile>();

    internal DbSet<ConfigurationVersion> ConfigurationVersions => Set<ConfigurationVersion>();

    internal DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    internal DbSet<KeyCounterRow> KeyCounters => Set<KeyCounterRow>();

    /// <summary>Runs with this text in key, workflow or original prompt, in any case; the text is taken literally.</summary>
    internal abstract IQueryable<Run> WhereMentions(IQueryable<Run> runs, string text);

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        foreach (var type in typeof(RunId).Assembly.GetTypes().Where(IsEntityId))
        {
            configurationBuilder.Properties(type).HaveConversion(typeof(EntityIdConverter<>).MakeGenericType(type));
        }

        configurationBuilder.Properties<Enum>().HaveConversion<string>();
        configurationBuilder.Properties<string>().HaveConversion<StorableTextConverter>();
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicksConverter>();
        configurationBuilder.Properties<IReadOnlyList<string>>().HaveConversion<JsonListConverter<string>, ListComparer<string>>();
        configurationBuilder.Properties<IReadOnlyList<ToolCall>>().HaveConversion<JsonListConverter<ToolCall>, ListComparer<ToolCall>>();
        configurationBuilder.Properties<IReadOnlyList<RunRepository>>().HaveConversion<JsonListConverter<RunRepository>, ListComparer<RunRepository>>();
        configurationBuilder.Properties<IReadOnlyList<WorkspacePort>>().HaveConversion<JsonListConverter<WorkspacePort>, ListComparer<WorkspacePort>>();
        configurationBuilder.Properties<FactDetail>().HaveConversion<FactDetailConverter>();
        configurationBuilder.Properties<IReadOnlyList<Diagnostic>>().HaveConversion<JsonListConverter<Diagnostic>, ListComparer<Diagnostic>>();
    }

    /// <inheritdoc/>
    /// <summary>That the migrations are all there is known when this is built (a test holds it): a start need not build the model a second time to look.</summary>
    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) =>
        optionsBuilder.ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(SignalboxDbContext).Assembly);
        foreach (var key in modelBuilder.Model.GetEntityTypes().SelectMany(e => e.GetForeignKeys()))
        {
            // What has runs is archived, not deleted.
            key.DeleteBehavior = DeleteBehavior.Restrict;
        }

        SnakeCase.Apply(modelBuilder.Model);
    }

    private protected static bool IsEntityId(Type type) =>
        type.IsValueType && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEntityId<>));
}
