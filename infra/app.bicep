// The bot in a container app, with a collector beside it that takes its traces and metrics to Application Insights.
param name string
param location string
param tags object
param identityId string
param identityClientId string
param subnetId string
param workspaceName string
param insightsName string
param registryServer string
param imageTag string
param replicas int
param configuration string
param databricksHost string
param botAppId string
param webhookUser string
param oauthConnection string
param vaultUri string
param usesGitToken bool
param usesSecretKey bool
param usesWebhooks bool

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' existing = {
  name: workspaceName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource environment 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: '${name}-environment'
  location: location
  tags: tags
  properties: {
    appLogsConfiguration: {
      destination: 'log-analytics'
      logAnalyticsConfiguration: {
        customerId: workspace.properties.customerId
        sharedKey: workspace.listKeys().primarySharedKey
      }
    }
    vnetConfiguration: { infrastructureSubnetId: subnetId }
    workloadProfiles: [
      {
        name: 'Consumption'
        workloadProfileType: 'Consumption'
      }
    ]
  }
}

// Secrets: from the vault by reference, so that a new value there is taken up with the next revision. The two files are no secrets,
// but files come into a container app as such.
var secrets = concat(
  [
    { name: 'bot-app-password', keyVaultUrl: '${vaultUri}secrets/bot-app-password', identity: identityId }
    { name: 'database-url', keyVaultUrl: '${vaultUri}secrets/database-url', identity: identityId }
    { name: 'brickbot-yaml', value: configuration }
    { name: 'collector-yaml', value: loadTextContent('collector.yaml') }
    { name: 'insights', value: insights.properties.ConnectionString }
  ],
  usesGitToken ? [{ name: 'git-token', keyVaultUrl: '${vaultUri}secrets/git-token', identity: identityId }] : [],
  usesSecretKey ? [{ name: 'secret-key', keyVaultUrl: '${vaultUri}secrets/secret-key', identity: identityId }] : [],
  usesWebhooks ? [{ name: 'webhook-password', keyVaultUrl: '${vaultUri}secrets/webhook-password', identity: identityId }] : []
)

var settings = concat(
  [
    { name: 'NODE_ENV', value: 'production' }
    { name: 'BRICKBOT_CONFIG', value: '/config/brickbot-yaml' }
    { name: 'BRICKBOT_DATA', value: '/data' }
    { name: 'BRICKBOT_SENDS_PER_SECOND', value: string(27 / replicas) }
    { name: 'MicrosoftAppId', value: botAppId }
    { name: 'MicrosoftAppType', value: 'SingleTenant' }
    { name: 'MicrosoftAppTenantId', value: tenant().tenantId }
    { name: 'MicrosoftAppPassword', secretRef: 'bot-app-password' }
    { name: 'DATABASE_URL', secretRef: 'database-url' }
    { name: 'DATABRICKS_HOST', value: databricksHost }
    { name: 'ARM_USE_MSI', value: 'true' }
    { name: 'ARM_CLIENT_ID', value: identityClientId }
    { name: 'BRICKBOT_MANAGED_IDENTITY', value: identityClientId }
    { name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: 'http://127.0.0.1:4318' }
    { name: 'OTEL_SERVICE_NAME', value: 'brickbot' }
  ],
  usesGitToken ? [{ name: 'BRICKBOT_GIT_TOKEN', secretRef: 'git-token' }] : [],
  usesSecretKey ? [{ name: 'BRICKBOT_SECRET_KEY', secretRef: 'secret-key' }] : [],
  usesWebhooks ? [{ name: 'BRICKBOT_WEBHOOK_USER', value: webhookUser }, { name: 'BRICKBOT_WEBHOOK_PASSWORD', secretRef: 'webhook-password' }] : [],
  empty(oauthConnection) ? [] : [{ name: 'BRICKBOT_OAUTH_CONNECTION', value: oauthConnection }]
)

resource app 'Microsoft.App/containerApps@2024-03-01' = {
  name: name
  location: location
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    managedEnvironmentId: environment.id
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      ingress: {
        external: true
        targetPort: 3978
        transport: 'http'
        allowInsecure: false
      }
      registries: [
        {
          server: registryServer
          identity: identityId
        }
      ]
      secrets: secrets
    }
    template: {
      terminationGracePeriodSeconds: 30
      containers: [
        {
          name: 'brickbot'
          image: '${registryServer}/brickbot:${imageTag}'
          resources: {
            cpu: json('0.5')
            memory: '1Gi'
          }
          env: settings
          volumeMounts: [
            { volumeName: 'data', mountPath: '/data' }
            { volumeName: 'config', mountPath: '/config' }
          ]
          probes: [
            {
              type: 'Startup'
              httpGet: { path: '/healthz', port: 3978 }
              periodSeconds: 2
              failureThreshold: 30
            }
            {
              type: 'Liveness'
              httpGet: { path: '/healthz', port: 3978 }
              periodSeconds: 10
              failureThreshold: 3
            }
            {
              // Without the workspace the bot still answers, and says what is out of reach.
              type: 'Readiness'
              httpGet: { path: '/readyz?exclude=workspace', port: 3978 }
              periodSeconds: 10
              timeoutSeconds: 5
              failureThreshold: 3
            }
          ]
        }
        {
          name: 'collector'
          image: 'docker.io/otel/opentelemetry-collector-contrib:0.139.0'
          args: ['--config=/collector/collector-yaml']
          resources: {
            cpu: json('0.25')
            memory: '0.5Gi'
          }
          env: [
            { name: 'APPLICATIONINSIGHTS_CONNECTION_STRING', secretRef: 'insights' }
          ]
          volumeMounts: [
            { volumeName: 'collector', mountPath: '/collector' }
          ]
        }
      ]
      // Work comes from a queue in the database as much as from requests, so replicas are a number and no rule.
      scale: {
        minReplicas: replicas
        maxReplicas: replicas
      }
      volumes: [
        { name: 'data', storageType: 'EmptyDir' }
        {
          name: 'config'
          storageType: 'Secret'
          secrets: [
            { secretRef: 'brickbot-yaml', path: 'brickbot-yaml' }
          ]
        }
        {
          name: 'collector'
          storageType: 'Secret'
          secrets: [
            { secretRef: 'collector-yaml', path: 'collector-yaml' }
          ]
        }
      ]
    }
  }
}

output host string = app.properties.configuration.ingress.fqdn
