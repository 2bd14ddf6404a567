using Signalbox.Engine.Audit;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Events;
using Signalbox.Engine.Features;
using Signalbox.Engine.Governance.Configuration;
using Signalbox.Engine.Learnings;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Metrics;
using Signalbox.Engine.Metrics.Facts;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Sessions;
using Signalbox.Engine.Trust;
using Signalbox.Engine.Webhooks;
using Signalbox.Engine.Workspaces;
using Signalbox.Engine.Workspaces.Upkeep;
using Signalbox.Persistence.Providers;

namespace Signalbox.Persistence.Rows;

/// <summary>The tables that are written by ADO.NET.</summary>
internal sealed class RowTables
{
    public RowTables(Database database)
    {
        using var context = database.CreateDbContext();
        Runs = new RowTable<Run>(context.Model);
        StepRuns = new RowTable<StepRun>(context.Model);
        Attempts = new RowTable<Attempt>(context.Model);
        Checkpoints = new RowTable<Checkpoint>(context.Model);
        Approvals = new RowTable<Approval>(context.Model);
        CachedResponses = new RowTable<CachedResponse>(context.Model);
        Idempotency = new RowTable<IdempotencyRow>(context.Model);
        Workspaces = new RowTable<Workspace>(context.Model);
        WorkspaceChanges = new RowTable<WorkspaceChange>(context.Model);
        RunEvents = new RowTable<RunEvent>(context.Model);
        LogChunks = new RowTable<LogChunk>(context.Model);
        Repositories = new RowTable<Repository>(context.Model);
        StepClaims = new RowTable<StepClaim>(context.Model);
        ClaimNeeds = new RowTable<ClaimNeedRow>(context.Model);
        Agents = new RowTable<RegisteredAgent>(context.Model);
        AgentChanges = new RowTable<AgentChange>(context.Model);
        Messages = new RowTable<Message>(context.Model);
        MessageReceipts = new RowTable<MessageReceiptRow>(context.Model);
        AgentSessions = new RowTable<AgentSession>(context.Model);
        SessionPapers = new RowTable<SessionPaper>(context.Model);
        Learnings = new RowTable<Learning>(context.Model);
        TrustModels = new RowTable<TrustModelVersion>(context.Model);
        WebhookDeliveries = new RowTable<WebhookDelivery>(context.Model);
        Features = new RowTable<Feature>(context.Model);
        MetricFacts = new RowTable<MetricFact>(context.Model);
        MetricTargets = new RowTable<MetricTarget>(context.Model);
        MetricSnapshots = new RowTable<MetricSnapshot>(context.Model);
        ImportedPoints = new RowTable<ImportedPoint>(context.Model);
        ImportedFiles = new RowTable<ImportedFile>(context.Model);
        ConfigurationVersions = new RowTable<ConfigurationVersion>(context.Model);
        AuditEntries = new RowTable<AuditEntry>(context.Model);
    }

    public RowTable<Run> Runs { get; }

    public RowTable<StepRun> StepRuns { get; }

    public RowTable<Attempt> Attempts { get; }

    public RowTable<Checkpoint> Checkpoints { get; }

    public RowTable<Approval> Approvals { get; }

    public RowTable<CachedResponse> CachedResponses { get; }

    public RowTable<IdempotencyRow> Idempotency { get; }

    public RowTable<Workspace> Workspaces { get; }

    public RowTable<WorkspaceChange> WorkspaceChanges { get; }

    public RowTable<RunEvent> RunEvents { get; }

    public RowTable<LogChunk> LogChunks { get; }

    public RowTable<Repository> Repositories { get; }

    public RowTable<StepClaim> StepClaims { get; }

    public RowTable<ClaimNeedRow> ClaimNeeds { get; }

    public RowTable<RegisteredAgent> Agents { get; }

    public RowTable<AgentChange> AgentChanges { get; }

    public RowTable<Message> Messages { get; }

    public RowTable<MessageReceiptRow> MessageReceipts { get; }

    public RowTable<AgentSession> AgentSessions { get; }

    public RowTable<SessionPaper> SessionPapers { get; }

    public RowTable<Learning> Learnings { get; }

    public RowTable<TrustModelVersion> TrustModels { get; }

    public RowTable<WebhookDelivery> WebhookDeliveries { get; }

    public RowTable<Feature> Features { get; }

    public RowTable<MetricFact> MetricFacts { get; }

    public RowTable<MetricTarget> MetricTargets { get; }

    public RowTable<MetricSnapshot> MetricSnapshots { get; }

    public RowTable<ImportedPoint> ImportedPoints { get; }

    public RowTable<ImportedFile> ImportedFiles { get; }

    public RowTable<ConfigurationVersion> ConfigurationVersions { get; }

    public RowTable<AuditEntry> AuditEntries { get; }
}
