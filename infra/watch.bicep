// Logs, traces and metrics, and the alerts of docs/operations.md. Prometheus' names have underscores, OTLP's are the same.
param name string
param location string
param tags object
param alertEmails array

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: '${name}-logs'
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: 30
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: '${name}-insights'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
  }
}

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(alertEmails)) {
  name: '${name}-people'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: take(name, 12)
    enabled: true
    emailReceivers: [for address in alertEmails: {
      name: address
      emailAddress: address
      useCommonAlertSchema: true
    }]
  }
}

// A metric that is past its limit in each of three looks in a row, five minutes apart.
var alarms = [
  { key: 'outbox-age', metric: 'brickbot_outbox_age_seconds', limit: 60, severity: 1, says: 'Posts wait for longer than a minute.' }
  { key: 'queue-lag', metric: 'brickbot_queue_lag_seconds', limit: 30, severity: 1, says: 'Due work is taken up late.' }
  { key: 'poll-lag', metric: 'brickbot_poll_lag_seconds', limit: 120, severity: 2, says: 'Watched runs are not looked at.' }
  { key: 'parked-posts', metric: 'brickbot_outbox_parked', limit: 0, severity: 3, says: 'Posts could not be delivered.' }
]

var raised = empty(alertEmails) ? [] : alarms

resource alerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [for alarm in raised: {
  name: '${name}-${alarm.key}'
  location: location
  tags: tags
  properties: {
    displayName: 'brickbot: ${alarm.says}'
    description: 'docs/operations.md says what to do.'
    severity: alarm.severity
    enabled: true
    scopes: [insights.id]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT5M'
    criteria: {
      allOf: [
        {
          query: 'customMetrics | where name == "${alarm.metric}" | summarize worst = max(valueMax) by bin(timestamp, 5m)'
          timeAggregation: 'Maximum'
          metricMeasureColumn: 'worst'
          operator: 'GreaterThan'
          threshold: alarm.limit
          failingPeriods: {
            numberOfEvaluationPeriods: 3
            minFailingPeriodsToAlert: 3
          }
        }
      ]
    }
    actions: { actionGroups: [people.id] }
  }
}]

output workspaceId string = workspace.id
output workspaceName string = workspace.name
output insightsName string = insights.name
